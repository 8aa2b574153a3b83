using System.Globalization;
using System.Text.Json;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake.Partitions;
using Talentys.Lake.Public;
using Talentys.Lake.Types;
using Talentys.Lake.Writing;

namespace Talentys.Lake.Rows;

/// <summary>
/// Finds in a condition what it says of single columns, from the engine's own parse of it. Only what is plainly so is taken:
/// comparisons with constants of the column's type, joined by AND.
/// </summary>
internal sealed class ConditionReader(DuckConnection connection, IReadOnlyList<NestedField> columns)
{
    /// <summary>What a condition says of the table's rows.</summary>
    public async Task<RowFilter> ReadAsync(string condition, CancellationToken cancellationToken)
    {
        using var json = await ParseAsync(condition, cancellationToken);
        return json is null ? RowFilter.Everything : new RowFilter([.. Conjuncts(Where(json)).SelectMany(Parts)]);
    }

    /// <summary>What the keys of a source say of the rows that match them: between the least and the greatest.</summary>
    /// <param name="on">The condition of the match, with equalities of <c>target</c> and <c>source</c>.</param>
    /// <param name="source">The table of the source's rows.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<RowFilter> ReadMatchAsync(string on, string source, CancellationToken cancellationToken)
    {
        using var json = await ParseAsync(on, cancellationToken);
        if (json is null)
        {
            return RowFilter.Everything;
        }

        var parts = new List<RowFilter.Part>();
        foreach (var one in Conjuncts(Where(json)).ToList())
        {
            parts.AddRange(Parts(one));
            if (Text(one, "type") == "COMPARE_EQUAL" && Keys(one) is var (field, type, key))
            {
                // -0.0 and texts of other types are left out by the cast, which must give back what it took
                var rows = await connection.RowsAsync(
                    $"SELECT {EngineValue.Text(type, $"min({Cast(key, type)})")}, {EngineValue.Text(type, $"max({Cast(key, type)})")}, count(*) FILTER (s.{SqlText.Quote(key)} IS NOT NULL AND {Cast(key, type)} IS DISTINCT FROM s.{SqlText.Quote(key)}) FROM {source} AS s",
                    [], cancellationToken);
                if (Convert.ToInt64(rows[0][2], CultureInfo.InvariantCulture) == 0 && Value(type, rows[0][0] as string) is { } least && Value(type, rows[0][1] as string) is { } greatest)
                {
                    parts.Add(new RowFilter.Part(field.Id, type, new ColumnPredicate(ScanOperator.GreaterOrEqual, least)));
                    parts.Add(new RowFilter.Part(field.Id, type, new ColumnPredicate(ScanOperator.LessOrEqual, greatest)));
                }
            }
        }

        return new RowFilter(parts);
    }

    private static string Cast(string key, IcebergType.Primitive type) => $"TRY_CAST(s.{SqlText.Quote(key)} AS {EngineTypeName.Of(type)})";

    private async Task<JsonDocument?> ParseAsync(string condition, CancellationToken cancellationToken)
    {
        var text = await connection.ScalarAsync<string>($"SELECT json_serialize_sql({SqlText.Literal($"SELECT 1 WHERE ({condition})")})", [], cancellationToken);
        var json = text is null ? null : JsonDocument.Parse(text);
        if (json is null || (json.RootElement.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.True))
        {
            // a condition that is wrong is told where it runs
            json?.Dispose();
            return null;
        }

        return json;
    }

    private static JsonElement Where(JsonDocument json) => json.RootElement.GetProperty("statements")[0].GetProperty("node").GetProperty("where_clause");

    private static IEnumerable<JsonElement> Conjuncts(JsonElement node) => Text(node, "type") == "CONJUNCTION_AND"
        ? node.GetProperty("children").EnumerateArray().SelectMany(Conjuncts)
        : [node];

    private IEnumerable<RowFilter.Part> Parts(JsonElement node)
    {
        switch (Text(node, "type"))
        {
            case "COMPARE_BETWEEN":
                if (Column(node.GetProperty("input")) is var (field, type))
                {
                    return Of(field, type, ScanOperator.GreaterOrEqual, node.GetProperty("lower"))
                        .Concat(Of(field, type, ScanOperator.LessOrEqual, node.GetProperty("upper")));
                }

                return [];
            case "OPERATOR_IS_NULL" or "OPERATOR_IS_NOT_NULL":
                return Column(node.GetProperty("children")[0]) is var (tested, testedType)
                    ? [new RowFilter.Part(tested.Id, testedType, new ColumnPredicate(Text(node, "type") == "OPERATOR_IS_NULL" ? ScanOperator.IsNull : ScanOperator.NotNull))]
                    : [];
            default:
                if (Kind(Text(node, "type")) is not { } kind)
                {
                    return [];
                }

                var (left, right) = (node.GetProperty("left"), node.GetProperty("right"));
                return Column(left) is var (first, firstType) ? Of(first, firstType, kind, right)
                    : Column(right) is var (second, secondType) ? Of(second, secondType, Turned(kind), left)
                    : [];
        }
    }

    private static IEnumerable<RowFilter.Part> Of(NestedField field, IcebergType.Primitive type, ScanOperator kind, JsonElement constant) =>
        Constant(type, constant) is { } value ? [new RowFilter.Part(field.Id, type, new ColumnPredicate(kind, value))] : [];

    private (NestedField Field, IcebergType.Primitive Type)? Column(JsonElement node)
    {
        if (Names(node) is not { } names || names is not ([_] or ["target", _]))
        {
            return null;
        }

        var field = columns.FirstOrDefault(column => ColumnNames.Comparer.Equals(column.Name, names[^1]));
        return field?.Type is IcebergType.Primitive type ? (field, type) : null;
    }

    private (NestedField Field, IcebergType.Primitive Type, string Key)? Keys(JsonElement node)
    {
        var (left, right) = (node.GetProperty("left"), node.GetProperty("right"));
        var (target, source) = Names(left) is ["target", _] ? (left, right) : (right, left);
        return Names(target) is ["target", _] && Column(target) is var (field, type) && Names(source) is ["source", var key] ? (field, type, key) : null;
    }

    private static IReadOnlyList<string>? Names(JsonElement node) => Text(node, "type") == "COLUMN_REF"
        ? [.. node.GetProperty("column_names").EnumerateArray().Select(name => name.GetString()!)]
        : null;

    /// <summary>A constant as a value of a column's type; null when it may mean another one.</summary>
    private static object? Constant(IcebergType.Primitive type, JsonElement node)
    {
        if (Text(node, "type") == "OPERATOR_CAST")
        {
            return Text(node.GetProperty("cast_type"), "id") == EngineTypeName.Of(type) ? Constant(type, node.GetProperty("child")) : null;
        }

        if (Text(node, "type") != "VALUE_CONSTANT" || node.GetProperty("value").GetProperty("is_null").GetBoolean())
        {
            return null;
        }

        var constant = node.GetProperty("value");
        var value = constant.GetProperty("value");
        return Text(constant.GetProperty("type"), "id") switch
        {
            // a number is compared as it is; a text becomes what the column is
            "INTEGER" or "BIGINT" when type.Kind is PrimitiveKind.Int or PrimitiveKind.Long or PrimitiveKind.Decimal => Value(type, value.GetRawText()),
            "VARCHAR" when type.Kind is PrimitiveKind.String => value.GetString(),
            "VARCHAR" when type.Kind is PrimitiveKind.Date or PrimitiveKind.Uuid => Value(type, value.GetString()),
            "VARCHAR" when type.Kind is PrimitiveKind.Timestamp => Value(type, value.GetString()) ?? Value(type, $"{value.GetString()} 00:00:00"),
            _ => null,
        };
    }

    private static object? Value(IcebergType.Primitive type, string? text) =>
        text is null ? null
        : type.Kind == PrimitiveKind.String ? text
        : type.Kind is PrimitiveKind.Binary or PrimitiveKind.Fixed or PrimitiveKind.Float or PrimitiveKind.Double ? null
        : BoundBytes.Exactly(type, text) is { } bytes ? SingleValue.Read(type, bytes)
        : null;

    private static ScanOperator? Kind(string? type) => type switch
    {
        "COMPARE_EQUAL" => ScanOperator.Equal,
        "COMPARE_LESSTHAN" => ScanOperator.Less,
        "COMPARE_LESSTHANOREQUALTO" => ScanOperator.LessOrEqual,
        "COMPARE_GREATERTHAN" => ScanOperator.Greater,
        "COMPARE_GREATERTHANOREQUALTO" => ScanOperator.GreaterOrEqual,
        _ => null,
    };

    private static ScanOperator Turned(ScanOperator kind) => kind switch
    {
        ScanOperator.Less => ScanOperator.Greater,
        ScanOperator.LessOrEqual => ScanOperator.GreaterOrEqual,
        ScanOperator.Greater => ScanOperator.Less,
        ScanOperator.GreaterOrEqual => ScanOperator.LessOrEqual,
        _ => kind,
    };

    private static string? Text(JsonElement node, string name) =>
        node.ValueKind == JsonValueKind.Object && node.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
