using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Talentys.Kernel;
using Talentys.Lake.Types;

namespace Talentys.Lake.Reading;

/// <summary>Single values of metadata as SQL.</summary>
internal static class ValueSql
{
    /// <summary>The value, as the type of a column whose type may have been widened since.</summary>
    public static string Of(object value, IcebergType.Primitive type) => $"CAST({Plain(value, type)} AS {EngineTypeName.Of(type)})";

    /// <summary>A value as the metadata's JSON has it (spec, appendix D, "JSON single-value serialization").</summary>
    public static string OfJson(string json, IcebergType.Primitive type)
    {
        using var document = JsonDocument.Parse(json);
        var value = document.RootElement;
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        return $"CAST({(type.Kind is PrimitiveKind.Fixed or PrimitiveKind.Binary ? $"unhex({SqlText.Literal(text)})" : SqlText.Literal(text))} AS {EngineTypeName.Of(type)})";
    }

    private static string Plain(object value, IcebergType.Primitive type) => (value, type.Kind) switch
    {
        (bool truth, _) => truth ? "true" : "false",
        (int or long, PrimitiveKind.Date) => Text($"(DATE '1970-01-01' + ({value}))"),
        (long micros, PrimitiveKind.Time) => Text($"(TIME '00:00:00' + to_microseconds({micros}))"),
        (long micros, PrimitiveKind.Timestamp) => Text($"make_timestamp({micros}::BIGINT)"),
        (long micros, PrimitiveKind.TimestampTz) => Text($"make_timestamptz({micros}::BIGINT)"),
        (BigInteger unscaled, _) => Decimal(unscaled, type.Scale),
        (float or double, _) => SqlText.Literal(Number(Convert.ToDouble(value, CultureInfo.InvariantCulture), value)),
        (string text, _) => text.Contains('\0', StringComparison.Ordinal)
            ? $"decode(unhex('{Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(text))}'))"
            : SqlText.Literal(text),
        (byte[] bytes, PrimitiveKind.Uuid) => $"'{Convert.ToHexStringLower(bytes)}'",
        (byte[] bytes, _) => $"unhex('{Convert.ToHexString(bytes)}')",
        _ => Text($"{value}"),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Number(double number, object value) =>
        double.IsNaN(number) ? "nan"
        : double.IsInfinity(number) ? number > 0 ? "inf" : "-inf"
        : ((IFormattable)value).ToString("R", CultureInfo.InvariantCulture);

    private static string Decimal(BigInteger unscaled, int scale)
    {
        var digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        var point = digits.Length - scale;
        return $"'{(unscaled.Sign < 0 ? "-" : "")}{digits[..point]}{(scale > 0 ? "." : "")}{digits[point..]}'";
    }
}
