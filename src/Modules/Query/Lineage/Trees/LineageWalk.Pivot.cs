using System.Text.Json;
using Talentys.Query.Lineage.Flows;
using Talentys.Query.Lineage.Tables;

namespace Talentys.Query.Lineage.Trees;

/// <summary>PIVOT and UNPIVOT.</summary>
internal sealed partial class LineageWalk
{
    private Binding Pivot(JsonElement node, NameScope scope)
    {
        var source = From(node.GetProperty("source"), scope);
        var relation = node.Texts("unpivot_names").Count > 0 ? Lengthened(node, source, scope) : Widened(node, source, scope);
        return Named(node, "unnamed_pivot", relation.Renamed(node.Texts("column_name_alias")).Distinct());
    }

    /// <summary>PIVOT: values of columns become columns of aggregates.</summary>
    private Relation Widened(JsonElement node, FromClause source, NameScope outer)
    {
        var scope = new NameScope(outer) { From = source, IsSelect = true };
        var used = new HashSet<string>(SqlNames.Comparer);
        var aggregates = node.Items("aggregates").ToList();
        var values = aggregates.Select(aggregate => Expr(aggregate, scope)).ToList();
        aggregates.ForEach(aggregate => Use(aggregate, used));
        var on = Flow.Constant;
        IReadOnlyList<string> prefixes = [""];
        foreach (var pivot in node.Items("pivots"))
        {
            foreach (var expression in pivot.Items("pivot_expressions"))
            {
                on = Flow.From([on, Expr(expression, scope).Flow]);
                Use(expression, used);
            }

            var entries = pivot.Items("entries").Select(EntryName).ToList();
            prefixes = [.. prefixes.SelectMany(prefix => entries.Select(entry => prefix.Length == 0 ? entry : $"{prefix}_{entry}"))];
        }

        var groups = node.Texts("groups");
        var kept = groups.Count > 0
            ? groups.Select(name => Plain(node, name, source) is { } value ? new Column(value.Name ?? name, value.Flow, value.Type) : throw Missing(node, [name], scope)).ToList()
            : source.Star().Select(pair => pair.Column).Where(column => !used.Contains(column.Name)).ToList();
        var columns = new List<Column>(kept);
        var picked = Influence.None.AndFiltered(on);
        foreach (var prefix in prefixes)
        {
            for (var i = 0; i < aggregates.Count; i++)
            {
                var alias = aggregates[i].Text("alias");
                var suffix = alias is { Length: > 0 } ? alias : aggregates.Count > 1 ? names.Of(aggregates[i]) : null;
                columns.Add(new Column(suffix is null ? prefix : $"{prefix}_{suffix}", values[i].Flow.Under(picked), null));
            }
        }

        var rows = kept.Aggregate(source.Rows, (all, column) => all.AndGrouped(column.Flow));
        return new Relation(columns, rows, source.Open());
    }

    private static string EntryName(JsonElement entry) => entry.Text("alias") is { Length: > 0 } alias
        ? alias
        : string.Join('_', entry.Items("values").Select(value => Tree.ValueText(value) ?? "NULL"));

    private static void Use(JsonElement expression, HashSet<string> used)
    {
        var waiting = new Stack<JsonElement>([expression]);
        while (waiting.TryPop(out var next))
        {
            if (next.Class() == "COLUMN_REF")
            {
                used.Add(next.Texts("column_names").LastOrDefault(""));
            }

            foreach (var below in next.Below())
            {
                waiting.Push(below);
            }
        }
    }

    /// <summary>UNPIVOT: columns become rows of their name and their value.</summary>
    private Relation Lengthened(JsonElement node, FromClause source, NameScope outer)
    {
        var scope = new NameScope(outer) { From = source };
        var valueNames = node.Texts("unpivot_names");
        var taken = new HashSet<string>(SqlNames.Comparer);
        var values = new Column?[valueNames.Count];
        var columnNames = new List<string>();
        foreach (var pivot in node.Items("pivots"))
        {
            columnNames.AddRange(pivot.Texts("unpivot_names"));
            foreach (var entry in pivot.Items("entries"))
            {
                var columns = Entry(node, entry, source, scope);
                for (var i = 0; i < columns.Count; i++)
                {
                    taken.Add(columns[i].Name);
                    var at = i % values.Length;
                    values[at] = values[at] is { } earlier ? Either(earlier, columns[i]) : columns[i];
                }
            }
        }

        var kept = source.Star().Select(pair => pair.Column).Where(column => !taken.Contains(column.Name)).ToList();
        var rows = source.Rows;
        if (!node.Flag("include_nulls"))
        {
            // a NULL gives no row
            rows = values.OfType<Column>().Aggregate(rows, (all, column) => all.AndFiltered(column.Flow));
        }

        return new Relation(
            [
                .. kept, .. columnNames.Select(name => new Column(name, Flow.Constant, null)),
                .. valueNames.Select((name, i) => (values[i] ?? new Column(name, Flow.Constant, null)) with { Name = name }),
            ],
            rows, source.Open());
    }

    private IReadOnlyList<Column> Entry(JsonElement node, JsonElement entry, FromClause source, NameScope scope)
    {
        if (entry.Child("star_expr") is { } star)
        {
            return star.Class() == "STAR" ? Starred(star, scope)
                : Expr(star, scope) is var value && value.Name is { } plain ? [new Column(plain, value.Flow, value.Type)] : [new Column("", value.Flow, value.Type)];
        }

        return [.. entry.Items("values").Select(name => Tree.ValueText(name) ?? "").Select(name =>
            Plain(node, name, source) is { } value ? new Column(value.Name ?? name, value.Flow, value.Type)
            : source.Open() is { } open ? new Column(name, open.Column(tables, name), null)
            : throw Missing(node, [name], scope))];
    }
}
