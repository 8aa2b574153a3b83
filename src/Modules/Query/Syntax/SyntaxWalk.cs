using System.Globalization;
using System.Text.Json;
using Talentys.Lake.Public;

namespace Talentys.Query.Syntax;

/// <summary>
/// Reads DuckDB's JSON tree of a SELECT and collects what it refers to. Sorts of nodes that are not listed here are
/// reported as unknown, so that a new engine version cannot bring a way around the bind stage.
/// </summary>
internal sealed class SyntaxWalk
{
    private static readonly HashSet<string> Expressions =
    [
        "BETWEEN", "CASE", "CAST", "COLLATE", "COLUMN_REF", "COMPARISON", "CONJUNCTION", "CONSTANT", "DEFAULT", "FUNCTION",
        "LAMBDA", "LAMBDA_REF", "OPERATOR", "PARAMETER", "POSITIONAL_REFERENCE", "STAR", "SUBQUERY", "TYPE", "WINDOW",
    ];

    private static readonly HashSet<string> QueryNodes = ["SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"];

    private static readonly HashSet<string> TableNodes =
        ["BASE_TABLE", "SUBQUERY", "JOIN", "TABLE_FUNCTION", "EXPRESSION_LIST", "EMPTY", "EMPTY_FROM", "SHOW_REF", "PIVOT"];

    private readonly StatementFacts facts = new();
    private bool describing;
    private long? column;

    /// <summary>Collects the facts of one statement (the <c>node</c> of the tree).</summary>
    public static StatementFacts Read(JsonElement node)
    {
        var walk = new SyntaxWalk();
        walk.Query(node, Names.None);
        walk.facts.Figures = WholeTable.Read(node);
        walk.facts.Grouped = GroupedTable.Read(node);
        walk.facts.Shape = ShapeWalk.Read(node);
        return walk.facts;
    }

    /// <param name="node">The query.</param>
    /// <param name="names">What names mean there.</param>
    /// <param name="outer">What the statement around it asks of its rows.</param>
    private void Query(JsonElement node, Names names, ScanFilter? outer = null)
    {
        if (!QueryNodes.Contains(Type(node)))
        {
            facts.Unknown.Add(new UnknownSyntax(Type(node), Location(node)));
            return;
        }

        if (Type(node) is "RECURSIVE_CTE_NODE" or "CTE_NODE" && Text(node, "cte_name") is { } own)
        {
            names = names.With(own, NameSort.Cte);
        }

        var ctes = new List<Cte>();
        if (node.TryGetProperty("cte_map", out var map) && map.TryGetProperty("map", out var parts))
        {
            names = Ctes(parts, names, ctes);
        }

        foreach (var property in node.EnumerateObject())
        {
            switch (property.Name)
            {
                case "cte_map":
                    break;
                case "select_list":
                    foreach (var item in property.Value.EnumerateArray())
                    {
                        column = Text(item, "alias") is null && Text(item, "class") is "COLUMN_REF" or "FUNCTION" && Statements.ContextCalls.IsOne(item) ? Location(item) : null;
                        Any(item, names);
                        column = null;
                    }

                    break;
                case "from_table":
                    Table(property.Value, names, WhereScope.Of(node, outer ?? ScanFilter.Everything));
                    break;
                case "left" or "right" or "child" or "query":
                    Query(property.Value, names);
                    break;
                default:
                    Any(property.Value, names);
                    break;
            }
        }

        for (var last = ctes.Count - 1; last >= 0; last--)
        {
            Body(ctes[last]);
        }
    }

    private static Names Ctes(JsonElement parts, Names names, List<Cte> ctes)
    {
        foreach (var part in parts.EnumerateArray())
        {
            var name = Text(part, "key") ?? "";
            // A CTE that is not recursive and names itself means a table of that name, where there is one.
            var cte = new Cte(part.GetProperty("value"), names.With(name, NameSort.MaybeTable));
            ctes.Add(cte);
            names = names.With(name, NameSort.Cte, cte);
        }

        return names;
    }

    /// <summary>The query of a CTE, after all that may use it: no row of it is needed that none of them asks for.</summary>
    private void Body(Cte cte)
    {
        var asked = cte.Uses.Count == 0 || cte.Uses.Contains(ScanFilter.Everything) ? null
            : cte.Uses.Count == 1 ? cte.Uses[0]
            : new ScanFilter.Any([.. cte.Uses.Distinct()]);
        foreach (var property in cte.Value.EnumerateObject())
        {
            if (property.Name == "query" && property.Value.TryGetProperty("node", out var node)
                && !(cte.Value.TryGetProperty("aliases", out var aliases) && aliases.GetArrayLength() > 0))
            {
                Query(node, cte.Inside, asked);
                foreach (var rest in property.Value.EnumerateObject().Where(rest => rest.Name != "node"))
                {
                    Any(rest.Value, cte.Inside);
                }
            }
            else
            {
                Any(property.Value, cte.Inside);
            }
        }
    }

    private void Table(JsonElement node, Names names, WhereScope? where)
    {
        var type = Type(node);
        if (!TableNodes.Contains(type))
        {
            facts.Unknown.Add(new UnknownSyntax(type, Location(node)));
            return;
        }

        switch (type)
        {
            case "BASE_TABLE":
                BaseTable(node, names, where);
                break;
            case "SHOW_REF":
                Show(node, names);
                return;
            case "TABLE_FUNCTION":
                Function(node.GetProperty("function"), table: true);
                Any(node.GetProperty("function"), names, known: true);
                return;
        }

        foreach (var property in node.EnumerateObject())
        {
            switch (property.Name)
            {
                case "left" or "right" or "source":
                    Table(property.Value, names, type == "JOIN" ? where?.Within(node) : null);
                    break;
                case "subquery" when type == "SUBQUERY" && property.Value.TryGetProperty("node", out var query):
                    Query(query, names, where?.FilterOf(node));
                    foreach (var rest in property.Value.EnumerateObject().Where(rest => rest.Name != "node"))
                    {
                        Any(rest.Value, names);
                    }

                    break;
                default:
                    Any(property.Value, names);
                    break;
            }
        }
    }

    private void BaseTable(JsonElement node, Names names, WhereScope? where)
    {
        var catalog = Text(node, "catalog_name");
        var schema = Text(node, "schema_name");
        var name = Text(node, "table_name") ?? "";
        var (sort, cte) = catalog is null && schema is null ? names.Find(name) : (NameSort.Table, null);
        if (catalog is null && string.Equals(schema, "recurring", StringComparison.OrdinalIgnoreCase) && names.Find(name) is (NameSort.Cte, null))
        {
            sort = NameSort.Cte; // all rows that a recursive part with USING KEY has by now
        }

        var filter = describing ? ScanFilter.Nothing : where?.FilterOf(node) ?? ScanFilter.Everything;
        cte?.Uses.Add(filter);
        var at = node.TryGetProperty("at_clause", out var clause) ? AtClause.Of(clause) : null;
        if (sort != NameSort.Cte || at is not null)
        {
            facts.Tables.Add(new TableReference(
                catalog, schema, name, Location(node), sort == NameSort.MaybeTable, at, sort == NameSort.Cte)
            {
                Filter = filter,
            });
        }
    }

    private void Show(JsonElement node, Names names)
    {
        if (node.TryGetProperty("query", out var query))
        {
            var outer = describing;
            describing = outer || Text(node, "show_type") == "DESCRIBE";
            Query(query, names);
            describing = outer;
            return;
        }

        var listing = (Text(node, "table_name") ?? "").Trim('"') switch
        {
            "tables" => ShowListing.Tables,
            "__show_tables_expanded" => ShowListing.AllTables,
            "schemas" => ShowListing.Schemas,
            "databases" => ShowListing.Databases,
            _ when Text(node, "show_type") == "SHOW_FROM" => ShowListing.Tables,
            _ => ShowListing.None,
        };
        if (listing == ShowListing.None)
        {
            facts.Unknown.Add(new UnknownSyntax($"SHOW {Text(node, "table_name")}", null));
        }

        (facts.Show, facts.ShowSchema) = (listing, Text(node, "schema_name") ?? Text(node, "catalog_name"));
    }

    /// <summary>Anything below a node: expressions, lists of them, and whatever holds them.</summary>
    private void Any(JsonElement value, Names names, bool known = false)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    Any(item, names);
                }

                break;
            case JsonValueKind.Object:
                Object(value, names, known);
                break;
        }
    }

    private void Object(JsonElement value, Names names, bool known)
    {
        if (value.TryGetProperty("class", out var sort) && !known)
        {
            Expression(value, sort.GetString() ?? "");
        }
        else if (QueryNodes.Contains(Type(value)))
        {
            Query(value, names);
            return;
        }

        foreach (var property in value.EnumerateObject())
        {
            // A constant's value is data: it may look like anything.
            if (property.Name is not ("value" or "type_info") || sort.ValueKind != JsonValueKind.String || sort.GetString() != "CONSTANT")
            {
                Any(property.Value, names);
            }
        }
    }

    private void Expression(JsonElement value, string sort)
    {
        if (!Expressions.Contains(sort))
        {
            facts.Unknown.Add(new UnknownSyntax(sort, Location(value)));
        }
        else if (sort is "FUNCTION" or "WINDOW" && Text(value, "function_name") is not null)
        {
            Function(value, table: false);
        }
        else if (sort == "COLUMN_REF" && value.TryGetProperty("column_names", out var parts) && parts.GetArrayLength() == 1
            && parts[0].GetString() is { } word && Statements.ContextCalls.IsWord(word))
        {
            facts.Words.Add(new ContextWord(word.ToLowerInvariant(), Location(value), column is not null && column == Location(value)));
        }
    }

    private void Function(JsonElement call, bool table)
    {
        List<JsonElement> arguments = call.TryGetProperty("children", out var children) ? [.. children.EnumerateArray()] : [];
        facts.Functions.Add(new FunctionCall((Text(call, "function_name") ?? "").ToLowerInvariant(), [.. arguments.Select(Number)], Location(call), table,
            Text(call, "schema") is { Length: > 0 } || Text(call, "catalog") is { Length: > 0 })
        {
            Parameters = [.. arguments.Select(argument => Text(Uncast(argument), "class") == "PARAMETER" ? Text(Uncast(argument), "identifier") : null)],
            IsColumn = column is not null && column == Location(call),
        });
    }

    private static JsonElement Uncast(JsonElement argument)
    {
        while (Text(argument, "class") == "CAST" && argument.TryGetProperty("child", out var inner))
        {
            argument = inner;
        }

        return argument;
    }

    /// <summary>An argument that is a number; null for others.</summary>
    public static double? Number(JsonElement argument)
    {
        argument = Uncast(argument);
        if (Text(argument, "class") != "CONSTANT" || !argument.TryGetProperty("value", out var constant)
            || !constant.TryGetProperty("value", out var value))
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Number)
        {
            return double.TryParse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var text) ? text : null;
        }

        // A decimal is stored as its unscaled number; its scale is small, so that a bound on it holds for the value.
        return value.GetDouble();
    }

    private static string Type(JsonElement node) => Text(node, "type") ?? "";

    private static string? Text(JsonElement node, string property) =>
        node.ValueKind == JsonValueKind.Object && node.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static long? Location(JsonElement node) =>
        node.TryGetProperty("query_location", out var value) && value.TryGetInt64(out var location) ? location : null;

    private enum NameSort
    {
        Table,
        MaybeTable,
        Cte,
    }

    /// <summary>A part of the statement that has a name.</summary>
    /// <param name="Value">What it is.</param>
    /// <param name="Inside">What names mean in it.</param>
    private sealed record Cte(JsonElement Value, Names Inside)
    {
        /// <summary>What each use asks of its rows.</summary>
        public List<ScanFilter> Uses { get; } = [];
    }

    private sealed record Names(string Name, NameSort Sort, Cte? Part, Names? Outer)
    {
        public static Names None { get; } = new("", NameSort.Table, null, null);

        public Names With(string name, NameSort sort, Cte? part = null) => new(name, sort, part, this);

        public (NameSort Sort, Cte? Part) Find(string name)
        {
            for (var scope = this; scope.Outer is not null; scope = scope.Outer)
            {
                if (string.Equals(scope.Name, name, StringComparison.OrdinalIgnoreCase))
                {
                    return (scope.Sort, scope.Part);
                }
            }

            return (NameSort.Table, null);
        }
    }
}
