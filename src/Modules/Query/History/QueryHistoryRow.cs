namespace Talentys.Query.History;

/// <summary>A row of <c>query_history</c>.</summary>
internal sealed class QueryHistoryRow
{
    /// <summary>Between the surface and the name of whose view was taken.</summary>
    public const string AsMark = " as ";

    public required string Id { get; init; }

    /// <summary>The id that the client knows; two organisations may choose the same.</summary>
    public required string QueryId { get; init; }

    public required string Organisation { get; init; }

    public required string Environment { get; init; }

    public required string Principal { get; init; }

    /// <summary>Name of the surface, and after <see cref="AsMark"/> whose view was taken.</summary>
    public required string Surface { get; init; }

    /// <summary>Whose view of the tables was taken; null for the principal's own.</summary>
    public string? As => Surface.Split(AsMark, 2) is [_, var other] ? other : null;

    public required string Sql { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required string State { get; set; }

    public double? ElapsedMs { get; set; }

    public long Rows { get; set; }

    /// <summary>Names of the tables, one a line.</summary>
    public string Tables { get; set; } = "";

    /// <summary>Where its columns come from, as JSON; null when it is not known.</summary>
    public string? Lineage { get; set; }

    public string? ErrorCode { get; set; }

    public string? ErrorMessage { get; set; }
}
