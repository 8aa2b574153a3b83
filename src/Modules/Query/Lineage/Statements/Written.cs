using Talentys.Query.Lineage.Flows;
using Talentys.Query.Lineage.Tables;
using Talentys.Query.Public;

namespace Talentys.Query.Lineage.Statements;

/// <summary>Gathers what statements write and return.</summary>
internal sealed class Written(TableStates tables)
{
    private readonly List<(string? Table, string Column, Flow Flow)> columns = [];
    private readonly Dictionary<(string, string), int> places = [];

    /// <summary>Everything that went into results.</summary>
    public SourceSet Used { get; private set; } = SourceSet.Empty;

    public void Return(Relation relation)
    {
        foreach (var column in relation.Columns)
        {
            Add(null, column.Name, column.Flow.Under(relation.Rows));
        }

        if (relation.Open is { } open)
        {
            Add(null, "*", open.All(tables).Under(relation.Rows));
        }
    }

    /// <summary>A column that is written; more sources when it was before.</summary>
    public void Write(TableState table, string column, Flow flow)
    {
        var key = (table.Name.ToUpperInvariant(), column.ToUpperInvariant());
        if (places.TryGetValue(key, out var place))
        {
            Use(flow);
            columns[place] = columns[place] with { Flow = columns[place].Flow.Or(flow) };
        }
        else
        {
            places[key] = columns.Count;
            Add(table.Name, column, flow);
        }
    }

    /// <summary>The table is made anew: what was told of it before does not hold any more.</summary>
    public void Forget(string table)
    {
        var kept = columns.Where(column => !string.Equals(column.Table, table, StringComparison.OrdinalIgnoreCase)).ToList();
        columns.Clear();
        columns.AddRange(kept);
        places.Clear();
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i].Table is { } name)
            {
                places[(name.ToUpperInvariant(), columns[i].Column.ToUpperInvariant())] = i;
            }
        }
    }

    public IReadOnlyList<ColumnLineage> Columns() => [.. columns.Select(Lineage)];

    private void Add(string? table, string column, Flow flow)
    {
        Use(flow);
        columns.Add((table, column, flow));
    }

    private void Use(Flow flow) => Used = Used.Union(flow.Values).Union(flow.Influence.All);

    private ColumnLineage Lineage((string? Table, string Column, Flow Flow) column)
    {
        var flow = column.Flow;
        var sources = flow.Values.Numbers().Select(number => (Name: tables.Source(number), Kind:
                flow.Aggregated.Contains(number) ? LineageKind.Aggregated : flow.Computed.Contains(number) ? LineageKind.Computed : LineageKind.Copied))
            .Select(source => new LineageSource(source.Name.Table, source.Name.Column, source.Kind))
            .OrderBy(source => source.Name, StringComparer.Ordinal);
        var influences = Of(flow.Influence.Filtered, LineageInfluenceKind.Filtered).Concat(Of(flow.Influence.Joined, LineageInfluenceKind.Joined))
            .Concat(Of(flow.Influence.Grouped, LineageInfluenceKind.Grouped)).Concat(Of(flow.Influence.Ordered, LineageInfluenceKind.Ordered))
            .OrderBy(influence => influence.Name, StringComparer.Ordinal).ThenBy(influence => influence.Kind);
        // constants are computed; a column that nothing flowed into as well
        var kind = flow.Kind == LineageKind.Copied && flow.Values.IsEmpty ? LineageKind.Computed : flow.Kind;
        return new ColumnLineage(column.Table, column.Column, kind, [.. sources], [.. influences]);
    }

    private IEnumerable<LineageInfluence> Of(SourceSet set, LineageInfluenceKind kind) =>
        set.Numbers().Select(number => tables.Source(number)).Select(source => new LineageInfluence(source.Table, source.Column, kind));
}
