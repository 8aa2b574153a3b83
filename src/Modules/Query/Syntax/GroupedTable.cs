using System.Text.Json;

namespace Talentys.Query.Syntax;

/// <summary>
/// A statement of the one form that may ask a table with a least group size: one table, columns that it groups by, aggregates of
/// columns, conditions that compare columns with constants. Everything in it tells of whole groups, and nothing can fail on a row.
/// </summary>
/// <param name="Location">Where the table's name stands.</param>
/// <param name="Columns">Columns that are aggregated: each must have enough values in a group.</param>
/// <param name="Compared">Columns that are compared, with the types of the constants.</param>
/// <param name="HasHaving">Whether it chooses among groups.</param>
internal sealed record GroupedTable(
    long? Location, IReadOnlyList<IReadOnlyList<string>> Columns, IReadOnlyList<(string Column, string Type)> Compared, bool HasHaving)
{
    private static readonly HashSet<string> Parts =
        ["type", "modifiers", "select_list", "from_table", "where_clause", "group_expressions", "group_sets", "aggregate_handling", "having"];

    private static readonly HashSet<string> Aggregates =
        ["count", "sum", "avg", "mean", "stddev", "stddev_samp", "stddev_pop", "variance", "var_samp", "var_pop"];

    private static readonly HashSet<string> Comparisons =
    [
        "COMPARE_EQUAL", "COMPARE_NOTEQUAL", "COMPARE_LESSTHAN", "COMPARE_LESSTHANOREQUALTO", "COMPARE_GREATERTHAN", "COMPARE_GREATERTHANOREQUALTO",
    ];

    /// <summary>Reads the <c>node</c> of a statement; null when it has another form.</summary>
    public static GroupedTable? Read(JsonElement node)
    {
        if (Text(node, "type") != "SELECT_NODE" || node.EnumerateObject().Any(property => !Parts.Contains(property.Name))
            || !node.TryGetProperty("from_table", out var table) || Text(table, "type") != "BASE_TABLE"
            || table.TryGetProperty("sample", out _) || table.TryGetProperty("column_name_alias", out _)
            || !node.TryGetProperty("select_list", out var list))
        {
            return null;
        }

        var keys = node.TryGetProperty("group_expressions", out var groups) ? groups.EnumerateArray().ToList() : [];
        var isAll = Text(node, "aggregate_handling") == "FORCE_AGGREGATES";
        if (!keys.TrueForAll(IsColumn) || (node.TryGetProperty("group_sets", out var sets) && sets.GetArrayLength() != 1)
            || (node.TryGetProperty("modifiers", out var modifiers) && !modifiers.EnumerateArray().All(IsOrderOrLimit)))
        {
            return null;
        }

        List<IReadOnlyList<string>> columns = [];
        foreach (var item in list.EnumerateArray())
        {
            if (IsAggregate(item, columns))
            {
                continue;
            }

            if (!IsColumn(item) || !(isAll || keys.Exists(key => Last(key) == Last(item))))
            {
                return null;
            }
        }

        List<(string, string)> compared = [];
        return node.TryGetProperty("where_clause", out var where) && !IsCondition(where, compared)
            ? null
            : new GroupedTable(LocationOf(table), columns, compared, node.TryGetProperty("having", out _));
    }

    private static bool IsColumn(JsonElement node) => Text(node, "class") == "COLUMN_REF";

    private static bool IsConstant(JsonElement node) => Text(node, "class") == "CONSTANT";

    private static bool IsAggregate(JsonElement node, List<IReadOnlyList<string>> columns)
    {
        if (Text(node, "class") != "FUNCTION" || node.TryGetProperty("filter", out _) || node.TryGetProperty("schema", out _)
            || node.GetProperty("order_bys").TryGetProperty("orders", out _))
        {
            return false;
        }

        var children = node.TryGetProperty("children", out var arguments) ? arguments.EnumerateArray().ToList() : [];
        if (Text(node, "function_name") == "count_star" && children.Count == 0)
        {
            return true;
        }

        if (!Aggregates.Contains(Text(node, "function_name") ?? "") || children.Count != 1 || !IsColumn(children[0]))
        {
            return false;
        }

        columns.Add(Names(children[0]));
        return true;
    }

    private static bool IsOrderOrLimit(JsonElement modifier) => Text(modifier, "type") switch
    {
        "ORDER_MODIFIER" => modifier.GetProperty("orders").EnumerateArray()
            .All(order => order.GetProperty("expression") is var by && (IsColumn(by) || IsConstant(by) || IsAggregate(by, []))),
        "LIMIT_MODIFIER" => (!modifier.TryGetProperty("limit", out var limit) || IsConstant(limit))
            && (!modifier.TryGetProperty("offset", out var offset) || IsConstant(offset)),
        _ => false,
    };

    private static bool IsCondition(JsonElement node, List<(string, string)> compared)
    {
        var children = node.TryGetProperty("children", out var list) ? list.EnumerateArray().ToList() : [];
        switch (Text(node, "class"))
        {
            case "CONJUNCTION":
                return children.TrueForAll(child => IsCondition(child, compared));
            case "COMPARISON" when Comparisons.Contains(Text(node, "type") ?? ""):
                var (left, right) = (node.GetProperty("left"), node.GetProperty("right"));
                return IsPair(left, right, compared) || IsPair(right, left, compared);
            case "BETWEEN":
                return IsPair(node.GetProperty("input"), node.GetProperty("lower"), compared)
                    && IsPair(node.GetProperty("input"), node.GetProperty("upper"), compared);
            case "OPERATOR" when Text(node, "type") is "OPERATOR_IS_NULL" or "OPERATOR_IS_NOT_NULL":
                return children.Count == 1 && IsColumn(children[0]);
            case "OPERATOR" when Text(node, "type") is "COMPARE_IN" or "COMPARE_NOT_IN":
                return children.Count > 1 && children.Skip(1).All(child => IsPair(children[0], child, compared));
            case "OPERATOR" when Text(node, "type") is "OPERATOR_NOT":
                return children.Count == 1 && IsCondition(children[0], compared);
            default:
                return false;
        }
    }

    private static bool IsPair(JsonElement column, JsonElement constant, List<(string, string)> compared)
    {
        if (!IsColumn(column) || !IsConstant(constant) || !constant.TryGetProperty("value", out var value)
            || !value.TryGetProperty("type", out var type))
        {
            return false;
        }

        compared.Add((Last(column), Text(type, "id") ?? ""));
        return true;
    }

    private static string Last(JsonElement column) => Names(column)[^1].ToUpperInvariant();

    private static List<string> Names(JsonElement column) =>
        [.. column.GetProperty("column_names").EnumerateArray().Select(name => name.GetString() ?? "")];

    private static long? LocationOf(JsonElement node) =>
        node.TryGetProperty("query_location", out var value) && value.TryGetInt64(out var location) ? location : null;

    private static string? Text(JsonElement node, string property) =>
        node.ValueKind == JsonValueKind.Object && node.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
