namespace Talentys.Query.History;

/// <summary>A row of <c>query_lineage</c>: a column of a table that a statement wrote, and one that its values come from.</summary>
internal sealed class LineageEdgeRow
{
    public required string Id { get; init; }

    public required string Organisation { get; init; }

    public required string Environment { get; init; }

    /// <summary>Schema and name of the table that was written, as they are compared.</summary>
    public required string TargetKey { get; init; }

    /// <summary>The same for the table that was read.</summary>
    public required string SourceKey { get; init; }

    public required string Target { get; init; }

    public required string TargetColumn { get; init; }

    public required string Source { get; init; }

    public required string SourceColumn { get; init; }

    /// <summary>copied, computed or aggregated.</summary>
    public required string Kind { get; set; }

    /// <summary>The statement that did so last.</summary>
    public required string QueryId { get; set; }

    public required DateTimeOffset At { get; set; }
}
