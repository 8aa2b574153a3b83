using System.Text.Json;
using Talentys.Lake.Public;

namespace Talentys.Query.Syntax;

/// <summary>
/// What a SELECT asks of the tables of its FROM: its WHERE, conditions of inner joins, and what is asked of its own rows by the
/// statement around it, where it gives columns on as they are. Only what surely concerns a table counts: a condition that
/// is not understood asks for nothing.
/// </summary>
internal sealed class WhereScope
{
    private readonly IReadOnlyList<JsonElement> conditions;
    private readonly PassedColumns? passed;
    private readonly ScanFilter outer;
    private readonly bool plain;
    private readonly bool nullable;

    private WhereScope(IReadOnlyList<JsonElement> conditions, PassedColumns? passed, ScanFilter outer, bool plain, bool nullable) =>
        (this.conditions, this.passed, this.outer, this.plain, this.nullable) = (conditions, passed, outer, plain, nullable);

    /// <summary>The scope of a SELECT.</summary>
    /// <param name="select">The SELECT.</param>
    /// <param name="outer">What is asked of its rows, by the names of its columns.</param>
    public static WhereScope Of(JsonElement select, ScanFilter outer)
    {
        var joins = Joins.Inner;
        var plain = select.TryGetProperty("from_table", out var from) && Fits(from, ref joins);
        return new WhereScope(
            plain && select.TryGetProperty("where_clause", out var where) ? [where] : [],
            plain && outer != ScanFilter.Everything ? PassedColumns.Of(select) : null,
            outer, plain, joins == Joins.Outer);
    }

    /// <summary>The scope of the tables below a join: where all joins are inner ones, their conditions are as those of WHERE.</summary>
    public WhereScope Within(JsonElement join) =>
        plain && !nullable && join.TryGetProperty("condition", out var condition) && condition.ValueKind == JsonValueKind.Object
            ? new WhereScope([.. conditions, condition], passed, outer, plain, nullable)
            : this;

    /// <summary>What is asked of the rows of a table, or of a SELECT, in this FROM.</summary>
    public ScanFilter FilterOf(JsonElement table)
    {
        if (!plain || HasMore(table, "sample") || HasMore(table, "column_name_alias"))
        {
            return ScanFilter.Everything;
        }

        // with an alias the name of the table is not known any more
        string[] qualifiers = Text(table, "alias") is { Length: > 0 } alias ? [alias]
            : [Text(table, "schema_name") ?? Kernel.TableName.DefaultSchema, Text(table, "table_name") ?? ""];
        var parts = conditions.Select(condition => Read(condition, qualifiers));
        var all = (passed is null ? parts : parts.Append(Map(outer, qualifiers))).Where(part => part != ScanFilter.Everything).ToList();
        return all.Count switch { 0 => ScanFilter.Everything, 1 => all[0], _ => new ScanFilter.All(all) };
    }

    private static bool HasMore(JsonElement table, string property) => table.TryGetProperty(property, out var value)
        && (value.ValueKind == JsonValueKind.Object || (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0));

    /// <summary>A filter of the rows of this SELECT as one of the rows of a table of its FROM.</summary>
    private ScanFilter Map(ScanFilter filter, string[] qualifiers) => filter switch
    {
        ScanFilter.All all => new ScanFilter.All([.. all.Parts.Select(part => Map(part, qualifiers))]),
        ScanFilter.Any any => new ScanFilter.Any([.. any.Parts.Select(part => Map(part, qualifiers))]),
        ScanFilter.Condition condition when !(nullable && condition.Operator == ScanOperator.IsNull)
            && passed!.Find(condition.Column) is var (same, reference)
            && (same ? condition.Column : Column(reference, qualifiers)) is { } column => condition with { Column = column },
        _ => ScanFilter.Everything,
    };

    /// <summary>Whether the joins are of the kinds of which both sides are seen, each row of a side by itself.</summary>
    private static bool Fits(JsonElement from, ref Joins joins)
    {
        if (Text(from, "type") != "JOIN")
        {
            return true;
        }

        switch (Text(from, "join_type"))
        {
            case "INNER":
                break;
            case "LEFT" or "RIGHT" or "OUTER" or "FULL":
                joins = Joins.Outer;
                break;
            default:
                return false;
        }

        return Text(from, "ref_type") is "REGULAR" or "NATURAL" or "CROSS"
            && from.TryGetProperty("left", out var left) && Fits(left, ref joins)
            && from.TryGetProperty("right", out var right) && Fits(right, ref joins);
    }

    private ScanFilter Read(JsonElement node, string[] qualifiers)
    {
        switch (Text(node, "type"))
        {
            case "CONJUNCTION_AND":
                return new ScanFilter.All([.. Children(node).Select(child => Read(child, qualifiers))]);
            case "CONJUNCTION_OR":
                return new ScanFilter.Any([.. Children(node).Select(child => Read(child, qualifiers))]);
            case "COMPARE_BETWEEN" when node.TryGetProperty("input", out var input) && Column(input, qualifiers) is { } column
                && node.TryGetProperty("lower", out var lower) && node.TryGetProperty("upper", out var upper):
                return new ScanFilter.All([Compare(column, ScanOperator.GreaterOrEqual, [lower]), Compare(column, ScanOperator.LessOrEqual, [upper])]);
            case "COMPARE_IN" when Children(node) is [var first, .. var values] && Column(first, qualifiers) is { } column:
                return Compare(column, ScanOperator.In, [.. values.Where(value => !IsNull(value))]);
            case "COMPARE_NOT_IN" when Children(node) is [var first, .. var values] && Column(first, qualifiers) is { } column:
                return Compare(column, ScanOperator.NotIn, values);
            case "OPERATOR_IS_NULL" when !nullable && Children(node) is [var only] && Column(only, qualifiers) is { } column:
                // behind an outer join a row may have nulls of which the table knows nothing
                return Compare(column, ScanOperator.IsNull, []);
            case "OPERATOR_IS_NOT_NULL" when Children(node) is [var only] && Column(only, qualifiers) is { } column:
                return Compare(column, ScanOperator.NotNull, []);
            case "OPERATOR_CAST" when IsFalse(node):
                return ScanFilter.Nothing;
            case "FUNCTION" when Text(node, "class") == "FUNCTION":
                return Prefix(node, qualifiers);
            case { } type when Comparison(type) is { } comparison:
                return Compare(node, comparison, qualifiers);
            default:
                return ScanFilter.Everything;
        }
    }

    private static ScanFilter Compare(JsonElement node, (ScanOperator Operator, ScanOperator Turned) comparison, string[] qualifiers)
    {
        if (!node.TryGetProperty("left", out var left) || !node.TryGetProperty("right", out var right))
        {
            return ScanFilter.Everything;
        }

        return Column(left, qualifiers) is { } column ? Compare(column, comparison.Operator, [right])
            : Column(right, qualifiers) is { } other ? Compare(other, comparison.Turned, [left])
            : ScanFilter.Everything;
    }

    private static ScanFilter Compare(string column, ScanOperator how, IReadOnlyList<JsonElement> constants)
    {
        var literals = constants.Select(Constants.Read).ToList();
        return literals.Contains(null) ? ScanFilter.Everything : new ScanFilter.Condition(column, how, literals!);
    }

    /// <summary><c>LIKE 'x%'</c> and its kin.</summary>
    private static ScanFilter Prefix(JsonElement node, string[] qualifiers)
    {
        if (Children(node) is not [var input, var pattern] || Column(input, qualifiers) is not { } column || Constants.Read(pattern) is not { Type: "VARCHAR" } literal)
        {
            return ScanFilter.Everything;
        }

        switch (Text(node, "function_name"))
        {
            case "starts_with" or "prefix" or "^@":
                return new ScanFilter.Condition(column, ScanOperator.StartsWith, [literal]);
            case "~~":
                var special = literal.Text.AsSpan().IndexOfAny('%', '_', '\\');
                return special < 0 ? new ScanFilter.Condition(column, ScanOperator.Equal, [literal])
                    : special == 0 || literal.Text[special] == '\\' ? ScanFilter.Everything
                    : new ScanFilter.Condition(column, ScanOperator.StartsWith, [literal with { Text = literal.Text[..special] }]);
            default:
                return ScanFilter.Everything;
        }
    }

    private static (ScanOperator Operator, ScanOperator Turned)? Comparison(string type) => type switch
    {
        "COMPARE_EQUAL" => (ScanOperator.Equal, ScanOperator.Equal),
        "COMPARE_NOTEQUAL" => (ScanOperator.NotEqual, ScanOperator.NotEqual),
        "COMPARE_LESSTHAN" => (ScanOperator.Less, ScanOperator.Greater),
        "COMPARE_GREATERTHAN" => (ScanOperator.Greater, ScanOperator.Less),
        "COMPARE_LESSTHANOREQUALTO" => (ScanOperator.LessOrEqual, ScanOperator.GreaterOrEqual),
        "COMPARE_GREATERTHANOREQUALTO" => (ScanOperator.GreaterOrEqual, ScanOperator.LessOrEqual),
        _ => null,
    };

    /// <summary>The column of the table that a node is; null for anything else.</summary>
    private static string? Column(JsonElement node, string[] qualifiers)
    {
        if (Text(node, "class") != "COLUMN_REF" || !node.TryGetProperty("column_names", out var parts))
        {
            return null;
        }

        var names = parts.EnumerateArray().Select(part => part.GetString() ?? "").ToList();
        if (names.Count == 1)
        {
            return names[0];
        }

        // t.x, and schema.t.x; s.x where s is a struct is not one of them
        var before = names.Count - 1;
        return before <= qualifiers.Length
            && names.Take(before).Zip(qualifiers.TakeLast(before)).All(pair => string.Equals(pair.First, pair.Second, StringComparison.OrdinalIgnoreCase))
                ? names[^1]
                : null;
    }

    // FALSE is a text that is cast
    private static bool IsFalse(JsonElement node) => node.TryGetProperty("cast_type", out var type) && Text(type, "id") == "BOOLEAN"
        && node.TryGetProperty("child", out var child) && Constants.Read(child) is { Type: "VARCHAR", Text: "f" };

    private static bool IsNull(JsonElement node) =>
        Text(node, "class") == "CONSTANT" && node.TryGetProperty("value", out var value) && value.TryGetProperty("is_null", out var none) && none.GetBoolean();

    private static JsonElement[] Children(JsonElement node) => node.TryGetProperty("children", out var children) ? [.. children.EnumerateArray()] : [];

    private static string? Text(JsonElement node, string property) =>
        node.ValueKind == JsonValueKind.Object && node.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private enum Joins
    {
        Inner,
        Outer,
    }
}
