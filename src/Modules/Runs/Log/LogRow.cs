namespace Talentys.Runs.Log;

/// <summary>A row of <c>runs_log</c>.</summary>
internal sealed class LogRow
{
    public required string RunId { get; init; }

    /// <summary>From 1 in each run.</summary>
    public required long Number { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Level { get; init; }

    public string? Step { get; init; }

    public required string Message { get; init; }
}
