using System.Text.Json;

namespace Talentys.Query.Syntax;

/// <summary>
/// Tells how much work a statement looks like, from DuckDB's tree: what is joined without a condition, how long its ranges are,
/// what is sorted. An estimate for choosing a lane, nothing more: what it does not understand is small.
/// </summary>
internal sealed class ShapeWalk
{
    private const double Sorted = 4;
    private const double Grouped = 2;

    private static readonly HashSet<string> QueryNodes = ["SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"];

    private static readonly HashSet<string> OneRow = ["count", "count_star", "sum", "min", "max", "avg", "mean", "any_value", "bool_and", "bool_or", "approx_count_distinct", "median", "stddev"];

    /// <summary>Aggregates that keep all values of a group.</summary>
    private static readonly HashSet<string> Keeping = ["list", "array_agg", "string_agg", "group_concat", "listagg", "median", "quantile", "quantile_cont", "quantile_disc", "mode", "histogram"];

    private static readonly HashSet<string> Lengthening = ["repeat", "lpad", "rpad", "list_resize", "array_resize"];

    private readonly StatementShape shape = new();

    /// <summary>Reads one statement (the <c>node</c> of the tree).</summary>
    public static StatementShape Read(JsonElement node)
    {
        var walk = new ShapeWalk();
        walk.shape.Rows = walk.Query(node, Ctes.None);
        walk.shape.FirstRows = FirstRows(node);
        return walk.shape;
    }

    private RowEstimate Query(JsonElement node, Ctes ctes)
    {
        if (node.TryGetProperty("cte_map", out var map) && map.TryGetProperty("map", out var parts))
        {
            foreach (var part in parts.EnumerateArray())
            {
                if (part.TryGetProperty("value", out var cte) && cte.TryGetProperty("query", out var query) && query.TryGetProperty("node", out var inner))
                {
                    ctes = new Ctes(Text(part, "key") ?? "", Query(inner, ctes), ctes);
                }
            }
        }

        var rows = Text(node, "type") switch
        {
            "SELECT_NODE" => Select(node, ctes),
            "RECURSIVE_CTE_NODE" => Recursive(node, ctes),
            "CTE_NODE" => Named(node, ctes),
            _ => new RowEstimate.Sum([.. Inner(node).Select(inner => Query(inner, ctes))]),
        };
        return Limit(node) is { } most ? new RowEstimate.Capped(rows, most) : rows;
    }

    private RowEstimate Select(JsonElement node, Ctes ctes)
    {
        var weight = 1.0;
        var made = 0.0;
        foreach (var property in node.EnumerateObject().Where(property => property.Name is not ("from_table" or "cte_map")))
        {
            Look(property.Value, ctes, ref weight, ref made);
        }

        var from = node.TryGetProperty("from_table", out var table) ? From(table, node, ctes) : RowEstimate.One;
        var grouped = node.TryGetProperty("group_expressions", out var groups) && groups.GetArrayLength() > 0;
        weight = Math.Max(weight, grouped ? Grouped : 1);
        if (Limit(node) is null ? Has(node, "ORDER_MODIFIER") : Has(node, "DISTINCT_MODIFIER"))
        {
            weight = Sorted;
        }

        var rows = made > 0 ? new RowEstimate.Join([from, new RowEstimate.Fixed(made)], 0) : from;
        shape.Work.Add((IsPlain(node) && Limit(node) is { } most ? new RowEstimate.Capped(rows, most) : rows, weight));
        return !grouped && node.TryGetProperty("select_list", out var list) && list.EnumerateArray().All(item => OneRow.Contains(Text(item, "function_name") ?? "")) ? RowEstimate.One : rows;
    }

    /// <summary>One that makes its rows of nothing ends when it likes; over a table it follows a hierarchy.</summary>
    private RowEstimate.Sum Recursive(JsonElement node, Ctes ctes)
    {
        var name = Text(node, "cte_name") ?? "";
        var start = node.TryGetProperty("left", out var left) ? Query(left, ctes) : RowEstimate.One;
        var step = node.TryGetProperty("right", out var right) ? Query(right, new Ctes(name, start, ctes)) : RowEstimate.One;
        shape.IsOpenEnded |= !Reads(right, name);
        return new RowEstimate.Sum([start, step]);
    }

    private RowEstimate Named(JsonElement node, Ctes ctes)
    {
        var inner = node.TryGetProperty("query", out var query) ? Query(query, ctes) : RowEstimate.One;
        return node.TryGetProperty("child", out var child) ? Query(child, new Ctes(Text(node, "cte_name") ?? "", inner, ctes)) : inner;
    }

    private RowEstimate From(JsonElement table, JsonElement select, Ctes ctes)
    {
        var parts = new List<RowEstimate>();
        var ties = 0;
        Flatten(table, ctes, parts, ref ties);
        if (parts.Count == 1)
        {
            return parts[0];
        }

        ties += select.TryGetProperty("where_clause", out var where) ? Ties(where) : 0;
        return new RowEstimate.Join(parts, Math.Max(parts.Count - 1 - ties, 0));
    }

    private void Flatten(JsonElement table, Ctes ctes, List<RowEstimate> parts, ref int ties)
    {
        switch (Text(table, "type"))
        {
            case "JOIN":
                foreach (var side in (string[])["left", "right"])
                {
                    if (table.TryGetProperty(side, out var inner))
                    {
                        Flatten(inner, ctes, parts, ref ties);
                    }
                }

                var condition = table.TryGetProperty("condition", out var given) ? Ties(given) : 0;
                var usual = Text(table, "ref_type") is "CROSS" or "REGULAR" && Text(table, "join_type") is null or "INNER" or "LEFT" or "RIGHT" or "OUTER" or "FULL";
                var named = table.TryGetProperty("using_columns", out var columns) && columns.GetArrayLength() > 0;
                ties += named || !usual ? 1 : Math.Min(condition, 1);
                break;
            case "BASE_TABLE":
                var name = Text(table, "table_name") ?? "";
                parts.Add((Text(table, "schema_name") is null or "recurring" ? ctes.Find(name) : null) ?? new RowEstimate.Table(Text(table, "schema_name"), name));
                break;
            case "SUBQUERY":
                parts.Add(table.TryGetProperty("subquery", out var subquery) && subquery.TryGetProperty("node", out var query) ? Query(query, ctes) : RowEstimate.One);
                break;
            case "TABLE_FUNCTION":
                var weight = 1.0;
                var made = 0.0;
                Look(table.GetProperty("function"), ctes, ref weight, ref made);
                parts.Add(new RowEstimate.Fixed(Math.Max(made, 1000)));
                break;
            case "EXPRESSION_LIST":
                parts.Add(new RowEstimate.Fixed(table.TryGetProperty("values", out var values) ? values.GetArrayLength() : 1));
                break;
            case "PIVOT" when table.TryGetProperty("source", out var source):
                Flatten(source, ctes, parts, ref ties);
                shape.Work.Add((parts[^1], Sorted));
                break;
            case "SHOW_REF" when Text(table, "show_type") != "DESCRIBE" && table.TryGetProperty("query", out var summarized):
                parts.Add(Query(summarized, ctes));
                shape.Work.Add((parts[^1], Sorted));
                break;
            default:
                parts.Add(RowEstimate.One);
                break;
        }
    }

    /// <summary>Looks through expressions: calls, and queries in them.</summary>
    private void Look(JsonElement value, Ctes ctes, ref double weight, ref double made)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                Look(item, ctes, ref weight, ref made);
            }

            return;
        }

        if (value.ValueKind != JsonValueKind.Object || Text(value, "class") == "CONSTANT")
        {
            return;
        }

        if (QueryNodes.Contains(Text(value, "type") ?? ""))
        {
            Query(value, ctes);
            return;
        }

        if (Text(value, "class") is "FUNCTION" or "WINDOW" && Text(value, "function_name") is { } function)
        {
            weight = Math.Max(weight, Text(value, "class") == "WINDOW" || Keeping.Contains(function) ? Sorted : 1);
            made = Math.Max(made, Made(value, function));
        }

        foreach (var property in value.EnumerateObject())
        {
            Look(property.Value, ctes, ref weight, ref made);
        }
    }

    /// <summary>Values that a call makes of one row.</summary>
    private double Made(JsonElement call, string function)
    {
        var numbers = call.TryGetProperty("children", out var children) ? children.EnumerateArray().Select(SyntaxWalk.Number).ToList() : [];
        if (Lengthening.Contains(function))
        {
            shape.IsOpenEnded |= numbers is [_, null, ..];
            return 0;
        }

        if (function is not ("range" or "generate_series") || numbers.Count == 0)
        {
            return 0;
        }

        if (numbers.Contains(null))
        {
            // days between two dates and places in a list are many at most
            var text = children.GetRawText();
            shape.IsOpenEnded |= !((string[])["INTERVAL", "DATE", "TIMESTAMP", "date", "len", "size"]).Any(word => text.Contains(word, StringComparison.Ordinal));
            return 0;
        }

        var (from, to, step) = numbers.Count == 1 ? (0.0, numbers[0]!.Value, 1.0) : (numbers[0]!.Value, numbers[1]!.Value, numbers.Count > 2 ? numbers[2]!.Value : 1);
        return step == 0 ? 0 : Math.Max((to - from) / step, 0);
    }

    /// <summary>Equations between columns in a condition that must hold.</summary>
    private static int Ties(JsonElement condition) => Text(condition, "type") switch
    {
        "CONJUNCTION_AND" when condition.TryGetProperty("children", out var children) => children.EnumerateArray().Sum(Ties),
        "COMPARE_EQUAL" or "COMPARE_NOT_DISTINCT_FROM" when condition.TryGetProperty("left", out var left) && condition.TryGetProperty("right", out var right) =>
            HoldsColumn(left) && HoldsColumn(right) ? 1 : 0,
        _ => 0,
    };

    private static bool HoldsColumn(JsonElement expression) => expression.GetRawText().Contains("\"COLUMN_REF\"", StringComparison.Ordinal);

    /// <summary>Whether a query reads a table other than the one that it makes.</summary>
    private static bool Reads(JsonElement value, string own) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().Any(item => Reads(item, own)),
        JsonValueKind.Object => (Text(value, "type") == "BASE_TABLE" && !string.Equals(Text(value, "table_name"), own, StringComparison.OrdinalIgnoreCase))
            || value.EnumerateObject().Any(property => Reads(property.Value, own)),
        _ => false,
    };

    private static double? FirstRows(JsonElement node) => IsPlain(node) && Limit(node) is { } most
        && node.TryGetProperty("from_table", out var from) && Text(from, "type") == "BASE_TABLE" ? most : null;

    /// <summary>Whether a SELECT gives rows as they come: nothing must have been read to the end for its first one.</summary>
    private static bool IsPlain(JsonElement node)
    {
        if (Text(node, "type") != "SELECT_NODE" || node.EnumerateObject().Any(property => property.Name is "where_clause" or "group_expressions" or "having" or "qualify" or "sample" or "cte_map")
            || Has(node, "ORDER_MODIFIER") || Has(node, "DISTINCT_MODIFIER") || !node.TryGetProperty("select_list", out var list))
        {
            return false;
        }

        var text = list.GetRawText();
        return !text.Contains("\"FUNCTION\"", StringComparison.Ordinal) && !text.Contains("\"WINDOW\"", StringComparison.Ordinal) && !text.Contains("\"SUBQUERY\"", StringComparison.Ordinal);
    }

    private static double? Limit(JsonElement node)
    {
        foreach (var modifier in Modifiers(node).Where(modifier => Text(modifier, "type") == "LIMIT_MODIFIER"))
        {
            var limit = modifier.TryGetProperty("limit", out var most) ? SyntaxWalk.Number(most) : null;
            return limit + (modifier.TryGetProperty("offset", out var offset) ? SyntaxWalk.Number(offset) : 0);
        }

        return null;
    }

    private static bool Has(JsonElement node, string modifier) => Modifiers(node).Any(one => Text(one, "type") == modifier);

    private static JsonElement.ArrayEnumerator Modifiers(JsonElement node) =>
        node.TryGetProperty("modifiers", out var modifiers) && modifiers.ValueKind == JsonValueKind.Array ? modifiers.EnumerateArray() : default;

    private static IEnumerable<JsonElement> Inner(JsonElement node) => node.EnumerateObject()
        .SelectMany(property => property.Value.ValueKind == JsonValueKind.Array ? [.. property.Value.EnumerateArray()] : (JsonElement[])[property.Value])
        .Where(value => QueryNodes.Contains(Text(value, "type") ?? ""));

    private static string? Text(JsonElement node, string property) =>
        node.ValueKind == JsonValueKind.Object && node.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private sealed record Ctes(string Name, RowEstimate Rows, Ctes? Outer)
    {
        public static Ctes None { get; } = new("", RowEstimate.One, null);

        public RowEstimate? Find(string name)
        {
            for (var scope = this; scope.Outer is not null; scope = scope.Outer)
            {
                if (string.Equals(scope.Name, name, StringComparison.OrdinalIgnoreCase))
                {
                    return scope.Rows;
                }
            }

            return null;
        }
    }
}
