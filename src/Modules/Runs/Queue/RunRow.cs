namespace Talentys.Runs.Queue;

/// <summary>A row of <c>runs_runs</c>.</summary>
internal sealed class RunRow
{
    public required string Id { get; init; }

    public required string Organisation { get; init; }

    public required string Environment { get; init; }

    public required string Kind { get; init; }

    public required string Title { get; init; }

    /// <summary>Arguments as JSON.</summary>
    public required string Arguments { get; init; }

    /// <summary>The principal as JSON.</summary>
    public required string Principal { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string State { get; set; }

    /// <summary>Hash of kind, scope and arguments while the run is not ended, unique: the same work is not queued twice.</summary>
    public string? UnfinishedKey { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public int Attempt { get; set; }

    public bool CancelRequested { get; set; }

    /// <summary>Token of the worker that holds the run; every write of a worker names it, so that one that lost it cannot write.</summary>
    public string? LeaseToken { get; set; }

    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>The fault as JSON.</summary>
    public string? Fault { get; set; }

    /// <summary>Counts changes of the run and its steps.</summary>
    public long Revision { get; set; }
}
