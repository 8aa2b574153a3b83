using System.Globalization;
using System.Text.Json;
using Talentys.Lake.Public;

namespace Talentys.Query.Syntax;

/// <summary>Constants of a syntax tree.</summary>
internal static class Constants
{
    /// <summary>A constant, or a text that is cast to a date or a time; null for anything else.</summary>
    public static ScanLiteral? Read(JsonElement node)
    {
        if (!node.TryGetProperty("class", out var sort))
        {
            return null;
        }

        switch (sort.GetString())
        {
            case "CAST":
                return node.TryGetProperty("cast_type", out var type) && type.GetProperty("id").GetString() is "DATE" or "TIMESTAMP" or "TIMESTAMP WITH TIME ZONE"
                    && node.TryGetProperty("child", out var child) && Read(child) is { Type: "VARCHAR" } text
                        ? text with { Type = type.GetProperty("id").GetString()! }
                        : null;
            case "CONSTANT":
                return node.TryGetProperty("value", out var constant) ? Constant(constant) : null;
            default:
                return null;
        }
    }

    private static ScanLiteral? Constant(JsonElement constant)
    {
        if (!constant.TryGetProperty("value", out var value) || !constant.TryGetProperty("type", out var type) || type.GetProperty("id").GetString() is not { } id)
        {
            return null;
        }

        switch (id, value.ValueKind)
        {
            case ("VARCHAR", JsonValueKind.String):
                return new ScanLiteral(id, value.GetString()!);
            case ("TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT", JsonValueKind.Number):
                return new ScanLiteral(id, value.GetRawText());
            case ("DOUBLE", JsonValueKind.Number):
                return new ScanLiteral(id, value.GetDouble().ToString("R", CultureInfo.InvariantCulture));
            case ("DECIMAL", JsonValueKind.Number) when type.TryGetProperty("type_info", out var info) && value.TryGetInt64(out var unscaled):
                var scale = info.GetProperty("scale").GetInt32();
                var digits = Math.Abs((decimal)unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
                return new ScanLiteral(id, $"{(unscaled < 0 ? "-" : "")}{digits[..^scale]}{(scale > 0 ? "." : "")}{digits[^scale..]}");
            default:
                return null;
        }
    }
}
