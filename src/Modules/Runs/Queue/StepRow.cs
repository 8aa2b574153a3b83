namespace Talentys.Runs.Queue;

/// <summary>A row of <c>runs_steps</c>.</summary>
internal sealed class StepRow
{
    public required string RunId { get; init; }

    public required string Name { get; init; }

    public required int Position { get; init; }

    public required string State { get; set; }

    public required DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public long? Done { get; set; }

    public long? Total { get; set; }

    public string? Unit { get; set; }

    public string? Summary { get; set; }

    /// <summary>Metrics as JSON.</summary>
    public string Metrics { get; set; } = "{}";

    /// <summary>The fault as JSON.</summary>
    public string? Fault { get; set; }

    /// <summary>A copy, for writing while the step goes on.</summary>
    public StepRow Copy() => (StepRow)MemberwiseClone();
}
