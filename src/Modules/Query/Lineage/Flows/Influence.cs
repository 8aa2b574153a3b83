namespace Talentys.Query.Lineage.Flows;

/// <summary>Columns that decide whether and where a value stands, without being part of it.</summary>
/// <param name="Filtered">WHERE, HAVING, QUALIFY, EXISTS, FILTER, LIMIT.</param>
/// <param name="Joined">ON, USING, NATURAL, and lists that are unnested into rows.</param>
/// <param name="Grouped">GROUP BY, DISTINCT, PARTITION BY.</param>
/// <param name="Ordered">ORDER BY of windows, aggregates and results.</param>
internal sealed record Influence(SourceSet Filtered, SourceSet Joined, SourceSet Grouped, SourceSet Ordered)
{
    public static Influence None { get; } = new(SourceSet.Empty, SourceSet.Empty, SourceSet.Empty, SourceSet.Empty);

    public bool IsNone => Filtered.IsEmpty && Joined.IsEmpty && Grouped.IsEmpty && Ordered.IsEmpty;

    public SourceSet All => Filtered.Union(Joined).Union(Grouped).Union(Ordered);

    public Influence And(Influence other) =>
        ReferenceEquals(this, other) || other.IsNone ? this
        : IsNone ? other
        : new Influence(
            Filtered.Union(other.Filtered), Joined.Union(other.Joined), Grouped.Union(other.Grouped), Ordered.Union(other.Ordered));

    public Influence AndFiltered(Flow flow) => And(flow.Influence).And(None with { Filtered = flow.Values });

    public Influence AndJoined(Flow flow) => And(flow.Influence).And(None with { Joined = flow.Values });

    public Influence AndGrouped(Flow flow) => And(flow.Influence).And(None with { Grouped = flow.Values });

    public Influence AndOrdered(Flow flow) => And(flow.Influence).And(None with { Ordered = flow.Values });

    public bool Covers(Influence other) =>
        Filtered.Covers(other.Filtered) && Joined.Covers(other.Joined) && Grouped.Covers(other.Grouped) && Ordered.Covers(other.Ordered);
}
