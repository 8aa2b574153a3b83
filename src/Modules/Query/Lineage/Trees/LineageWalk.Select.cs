using System.Text.Json;
using Talentys.Query.Lineage.Flows;
using Talentys.Query.Lineage.Tables;

namespace Talentys.Query.Lineage.Trees;

/// <summary>One SELECT.</summary>
internal sealed partial class LineageWalk
{
    private Relation Select(JsonElement node, NameScope outer)
    {
        var from = node.Child("from_table") is { } tables ? From(tables, outer) : FromClause.Empty;
        var items = node.Items("select_list").ToList();
        var scope = new NameScope(outer)
        {
            From = from,
            IsSelect = true,
            Aliases = new Dictionary<string, Value>(SqlNames.Comparer),
            Later = items.Select(item => item.Text("alias")).OfType<string>().ToHashSet(SqlNames.Comparer),
        };

        var columns = new List<Column>();
        OpenColumns? open = null;
        foreach (var item in items)
        {
            foreach (var column in Item(item, scope))
            {
                columns.Add(column);
                if (item.Text("alias") is { Length: > 0 } alias)
                {
                    scope.Aliases.TryAdd(alias, new Value(column.Flow, column.Type) { Name = alias });
                }
            }

            open = OpenColumns.Both(open, OpenOf(item, scope));
        }

        scope.Later = null;
        var rows = Clauses(node, scope, columns, from.Rows).And(scope.Unnested);
        rows = Modifiers(node, new NameScope(outer) { From = from, Aliases = scope.Aliases, AliasesFirst = true, IsSelect = true }, columns, rows);
        return new Relation(columns, rows, open);
    }

    private Influence Clauses(JsonElement node, NameScope scope, List<Column> columns, Influence rows)
    {
        if (node.Child("where_clause") is { } where)
        {
            rows = rows.AndFiltered(Expr(where, scope).Flow);
        }

        foreach (var group in node.Items("group_expressions"))
        {
            rows = rows.AndGrouped(Target(group, scope, columns));
        }

        if (node.Text("aggregate_handling") == "FORCE_AGGREGATES")
        {
            // GROUP BY ALL: every item without an aggregate
            var items = node.Items("select_list").ToList();
            var plain = items.Count == columns.Count
                ? columns.Where((_, i) => !Aggregates(items[i])) : columns.Where(column => column.Flow.Aggregated.IsEmpty);
            rows = plain.Aggregate(rows, (all, column) => all.AndGrouped(column.Flow));
        }

        if (node.Child("having") is { } having)
        {
            rows = rows.AndFiltered(Expr(having, scope).Flow);
        }

        if (node.Child("qualify") is { } qualify)
        {
            rows = rows.AndFiltered(Expr(qualify, scope).Flow);
        }

        return rows;
    }

    private static bool Aggregates(JsonElement item) => item.Find(
        node => node.Class() == "FUNCTION" && AggregateNames.Contains(node.Text("function_name") ?? "")) is not null;

    /// <summary>The columns that one item of the list gives.</summary>
    private IEnumerable<Column> Item(JsonElement item, NameScope scope)
    {
        if (PlainStar(item) is { } star)
        {
            return Expand(star, scope, item);
        }

        var columns = item.Find(IsColumns, node => node.Type() == "OPERATOR_UNPACK");
        if (columns is { } each)
        {
            return EachColumn(item, each, scope);
        }

        if (item.Class() == "FUNCTION" && item.Text("function_name") == "unnest" && Unnested(item, scope) is { } fields)
        {
            return fields;
        }

        var value = Expr(item, scope);
        return [new Column(NameOf(item, value), value.Flow, value.Type)];
    }

    private string NameOf(JsonElement item, Value value) =>
        item.Text("alias") is { Length: > 0 } alias ? alias
        : item.Class() is "COLUMN_REF" or "POSITIONAL_REFERENCE" ? value.Name ?? item.Texts("column_names").LastOrDefault("")
        : names.Of(item);

    /// <summary>The fields of a struct that is unnested into columns; null when it is a list.</summary>
    private IReadOnlyList<Column>? Unnested(JsonElement item, NameScope scope)
    {
        var arguments = item.Items("children").ToList();
        if (arguments.Count == 0)
        {
            return null;
        }

        var value = Expr(arguments[0], scope);
        var depth = arguments.Skip(1).Select(option => (option.Text("alias")?.ToLowerInvariant(), Option: option)).Select(option => option.Item1 switch
        {
            "recursive" => option.Option.Child("child")?.Constant() is "t" or "true" || option.Option.Constant() == "true" ? int.MaxValue : 1,
            "max_depth" => option.Option.Whole() ?? 1,
            _ => 1,
        }).FirstOrDefault(1);
        var type = value.Type;
        while (type is { List: true } && depth > 1)
        {
            (type, depth) = (type.Element, depth - 1);
            scope.Unnest(value.Flow);
        }

        return type?.Fields is null ? null : [.. Fields(type, value.Flow.Changed(), depth)];
    }

    private static IEnumerable<Column> Fields(SqlType type, Flow flow, int depth) => type.Fields!.SelectMany(field =>
        field.Type?.Fields is not null && depth > 1 ? Fields(field.Type, flow, depth - 1) : [new Column(field.Name, flow, field.Type)]);
}
