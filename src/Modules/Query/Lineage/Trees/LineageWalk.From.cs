using System.Text.Json;
using Talentys.Query.Lineage.Flows;
using Talentys.Query.Lineage.Tables;

namespace Talentys.Query.Lineage.Trees;

/// <summary>FROM: tables, subqueries, joins, table functions. What stands on the right sees what stands on its left.</summary>
internal sealed partial class LineageWalk
{
    /// <summary>The columns of DESCRIBE and SHOW.</summary>
    private static readonly string[] Described = ["column_name", "column_type", "null", "key", "default", "extra"];

    private static readonly string[] Summarized =
        ["column_name", "column_type", "min", "max", "approx_unique", "avg", "std", "q25", "q50", "q75", "count", "null_percentage"];

    private FromClause From(JsonElement node, NameScope scope)
    {
        Deep(node);
        switch (node.Type())
        {
            case "BASE_TABLE":
                return Single(BaseTable(node, scope));
            case "SUBQUERY":
                var relation = Query(node.GetProperty("subquery").GetProperty("node"), scope);
                return Single(Named(node, "unnamed_subquery", relation.Renamed(node.Texts("column_name_alias")).Distinct()));
            case "JOIN":
                return Join(node, scope);
            case "TABLE_FUNCTION":
                return Single(TableFunction(node, scope));
            case "EXPRESSION_LIST":
                return Single(Named(node, "valueslist", Values(node, scope).Renamed(node.Texts("expected_names")).Renamed(node.Texts("column_name_alias"))));
            case "EMPTY" or "EMPTY_FROM":
                return FromClause.Empty;
            case "SHOW_REF":
                return Single(new Binding("", null, null, Shown(node, scope)));
            case "PIVOT":
                return Single(Pivot(node, scope));
            default:
                throw Unknown(node, node.Type());
        }
    }

    private static FromClause Single(Binding binding) => new([binding], [], binding.Relation.Rows);

    private static Binding Named(JsonElement node, string otherwise, Relation relation) =>
        new(node.Text("alias") is { Length: > 0 } alias ? alias : otherwise, null, null, relation);

    private Binding BaseTable(JsonElement node, NameScope scope)
    {
        var (catalog, schema, name) = (Given(node, "catalog_name"), Given(node, "schema_name"), node.Text("table_name") ?? "");
        var aliases = node.Texts("column_name_alias");
        if (scope.FindCte(name) is { } cte && (schema is null || (cte.IsOwn && catalog is null && SqlNames.Same(schema, "recurring"))))
        {
            return Named(node, name, cte.Relation.Renamed(aliases).Distinct());
        }

        var relation = TableOf(node, catalog, schema, name);
        return Given(node, "alias") is { } alias
            ? new Binding(alias, null, null, relation.Renamed(aliases).Distinct())
            : new Binding(name, schema ?? tables.DefaultSchema, catalog, relation.Renamed(aliases).Distinct());
    }

    private Relation TableOf(JsonElement node, string? catalog, string? schema, string name)
    {
        if (tables.Find(catalog, schema, name) is { } known)
        {
            return known.Relation;
        }

        var shown = string.Join('.', new[] { catalog, schema, name }.OfType<string>());
        if (!options.AllowUnknownTables)
        {
            throw At(node, "lineage.table_unknown", $"The catalog has no table {shown}.",
                tables.Near(schema, name) is { } near ? $"Did you mean {near}?" : "Give its columns in the catalog.");
        }

        Warn(node, $"The catalog has no table {shown}: its columns are named as they are written.");
        return new Relation([], Influence.None, OpenColumns.Of(shown));
    }

    private static string? Given(JsonElement node, string property) => node.Text(property) is { Length: > 0 } text ? text : null;

    private FromClause Join(JsonElement node, NameScope scope)
    {
        var left = From(node.GetProperty("left"), scope);
        var right = From(node.GetProperty("right"), new NameScope(scope) { From = left });
        var rows = left.Rows.And(right.Rows);
        var sort = node.Text("join_type") ?? "INNER";
        var common = node.Text("ref_type") == "NATURAL" ? Common(node, left, right) : [.. node.Texts("using_columns")];
        var merged = new List<MergedColumn>();
        var kept = left.Merged.Concat(right.Merged).ToList();
        foreach (var name in common)
        {
            var (one, other) = (Side(node, left, name, "left"), Side(node, right, name, "right"));
            rows = rows.AndJoined(one.Column.Flow).AndJoined(other.Column.Flow);
            var value = sort switch
            {
                "RIGHT" => other.Column,
                "FULL" or "OUTER" => one.Column with { Flow = Flow.From([one.Column.Flow, other.Column.Flow]) },
                _ => one.Column,
            };
            merged.Add(new MergedColumn(one.Column.Name, [.. one.Bindings, .. other.Bindings], value));
            kept.RemoveAll(earlier => SqlNames.Same(earlier.Name, name));
        }

        var both = new FromClause([.. left.Bindings, .. right.Bindings], [.. merged, .. kept], rows);
        if (node.Child("condition") is { } condition)
        {
            rows = rows.AndJoined(Expr(condition, new NameScope(scope) { From = both }).Flow);
        }

        return sort switch
        {
            "SEMI" or "ANTI" => left.With(rows),
            "RIGHT_SEMI" or "RIGHT_ANTI" => right.With(rows),
            _ => both.With(rows),
        };
    }

    private List<string> Common(JsonElement node, FromClause left, FromClause right)
    {
        var others = right.ColumnNames.ToHashSet(SqlNames.Comparer);
        var common = left.Star().Select(pair => pair.Column.Name).Where(others.Contains).Distinct(SqlNames.Comparer).ToList();
        if (left.Open() is not null || right.Open() is not null)
        {
            Warn(node, "The columns of a NATURAL JOIN are not all known.");
        }
        else if (common.Count == 0)
        {
            throw At(node, "lineage.natural_join_empty", "The sides of a NATURAL JOIN have no column in common.", "Write ON, or CROSS JOIN.");
        }

        return common;
    }

    private (Column Column, IReadOnlyList<Binding> Bindings) Side(JsonElement node, FromClause from, string name, string side)
    {
        if (from.Merged.FirstOrDefault(column => SqlNames.Same(column.Name, name)) is { } merged)
        {
            return (merged.Value, merged.Bindings);
        }

        var found = from.Find(name);
        if (found.Count == 0 && from.Open() is { } open)
        {
            var table = from.Bindings.First(binding => binding.Relation.Open is not null);
            return (new Column(name, open.Column(tables, name), null), [table]);
        }

        return found.Count switch
        {
            1 => (found[0].Column, [found[0].Binding!]),
            0 => throw At(node, "lineage.column_not_found", $"There is no column {name} on the {side} of the join.",
                SqlNames.Near(name, from.ColumnNames) is { } near ? $"Did you mean {near}?" : null),
            _ => throw At(node, "lineage.column_ambiguous", $"The column {name} may be {string.Join(" or ", found.Select(one => $"{one.Binding!.Alias}.{one.Column.Name}"))}.",
                "Write ON with the tables."),
        };
    }

    private Relation Values(JsonElement node, NameScope scope)
    {
        var columns = new List<Column>();
        foreach (var row in node.Items("values"))
        {
            var at = 0;
            foreach (var item in row.EnumerateArray())
            {
                var value = Expr(item, scope);
                var column = new Column($"col{at}", value.Flow, value.Type);
                if (at < columns.Count)
                {
                    columns[at] = Either(columns[at], column);
                }
                else
                {
                    columns.Add(column);
                }

                at++;
            }
        }

        return new Relation(columns, Influence.None);
    }

    private Binding TableFunction(JsonElement node, NameScope scope)
    {
        var function = node.GetProperty("function");
        var name = (function.Text("function_name") ?? "").ToLowerInvariant();
        var arguments = function.Items("children").Select(argument => Expr(Given(argument), scope)).ToList();
        var flow = Flow.From(arguments.Select(argument => argument.Flow));
        var rows = Influence.None.AndJoined(flow);
        var relation = name switch
        {
            "unnest" => new Relation([.. arguments.Take(1).Select(list => new Column("unnest", flow, list.Type?.Element))], rows),
            "range" or "generate_series" => new Relation([new Column(name, flow, null)], rows),
            "query_table" when function.Items("children").FirstOrDefault() is { ValueKind: JsonValueKind.Object } first && first.Constant() is { } table =>
                Named(function, SqlNames.Parts(table)),
            _ => new Relation([], rows, FileOf(function) is { } file ? OpenColumns.Of(file) : OpenColumns.Of(flow)),
        };
        if (node.Text("with_ordinality") is "WITH_ORDINALITY")
        {
            relation = relation with { Columns = [.. relation.Columns, new Column("ordinality", Flow.Constant, null)] };
        }

        return Named(node, name, relation.Renamed(node.Texts("column_name_alias")).Distinct());
    }

    /// <summary>The value of an argument, which may be named: <c>header = true</c>.</summary>
    private static JsonElement Given(JsonElement argument) =>
        argument.Type() == "COMPARE_EQUAL" && argument.Child("left") is { } name && name.Type() == "COLUMN_REF" && name.Texts("column_names").Count == 1
            && argument.Child("right") is { } value ? value : argument;

    private Relation Named(JsonElement node, IReadOnlyList<string> parts) =>
        TableOf(node, parts.Count > 2 ? parts[^3] : null, parts.Count > 1 ? parts[^2] : null, parts[^1]);

    /// <summary>A file that is read as a table.</summary>
    private static string? FileOf(JsonElement function) =>
        (function.Text("function_name") ?? "") is var name && (name.StartsWith("read_", StringComparison.OrdinalIgnoreCase) || name.EndsWith("_scan", StringComparison.OrdinalIgnoreCase))
            && function.Items("children").FirstOrDefault() is { ValueKind: JsonValueKind.Object } first ? first.Constant() : null;

    private Relation Shown(JsonElement node, NameScope scope)
    {
        if (node.Child("query") is not { } query)
        {
            return new Relation([], Influence.None, OpenColumns.Of(Flow.Constant));
        }

        var relation = Query(query, scope);
        if (node.Text("show_type") != "SUMMARY")
        {
            return new Relation([.. Described.Select(name => new Column(name, Flow.Constant, null))], Influence.None);
        }

        var figures = Flow.From(relation.Columns.Select(column => column.Flow)).Aggregate();
        return new Relation([.. Summarized.Select((name, i) => new Column(name, i < 2 ? Flow.Constant : figures, null))], relation.Rows);
    }
}
