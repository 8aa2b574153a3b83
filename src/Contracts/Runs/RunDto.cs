namespace Talentys.Contracts;

/// <summary>A run.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="Kind">Kind: sync, load, ...</param>
/// <param name="State">queued, running, interrupted, succeeded, failed or cancelled.</param>
/// <param name="Title">What it does, for people.</param>
/// <param name="Environment">Environment it works in.</param>
/// <param name="Principal">On whose behalf.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="StartedAt">When its first attempt began.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Attempt">1 at first, one more at each resumption or retry.</param>
/// <param name="Steps">Its steps, in the order in which they began.</param>
/// <param name="Fault">Why it failed, where a step does not tell.</param>
public sealed record RunDto(
    string Id,
    string Kind,
    string State,
    string Title,
    string Environment,
    string Principal,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    int Attempt,
    IReadOnlyList<StepDto> Steps,
    ProblemFault? Fault);

/// <summary>A step of a run.</summary>
/// <param name="Name">Name, unique in the run.</param>
/// <param name="State">running, succeeded, failed, cancelled, or skipped: left out, for another failed.</param>
/// <param name="Done">Units done.</param>
/// <param name="Total">Units in all, where known.</param>
/// <param name="Unit">rows, bytes, files.</param>
/// <param name="Summary">How it ended, in one line.</param>
/// <param name="Metrics">Figures: rows, rejected, ...</param>
/// <param name="Fault">Why it failed.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended.</param>
public sealed record StepDto(
    string Name,
    string State,
    long? Done,
    long? Total,
    string? Unit,
    string? Summary,
    IReadOnlyDictionary<string, double> Metrics,
    ProblemFault? Fault,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt);

/// <summary>A line of a run's log.</summary>
/// <param name="Number">Number in the log, from 1.</param>
/// <param name="At">When.</param>
/// <param name="Level">info, warning or error.</param>
/// <param name="Step">Step that wrote it, or null.</param>
/// <param name="Message">Text.</param>
public sealed record RunLogLineDto(long Number, DateTimeOffset At, string Level, string? Step, string Message);

/// <summary>A run that was asked for.</summary>
/// <param name="RunId">Its identifier.</param>
/// <param name="Joined">True when a run that does the same was already there.</param>
public sealed record StartedRunDto(string RunId, bool Joined);

/// <summary>How many runs there are of each state.</summary>
/// <param name="Queued">Wait for a worker.</param>
/// <param name="Running">Are worked on.</param>
/// <param name="Interrupted">Were left by their worker.</param>
/// <param name="Succeeded">Did their work.</param>
/// <param name="Failed">Did not.</param>
/// <param name="Cancelled">Were ended by a person.</param>
public sealed record RunCounts(long Queued, long Running, long Interrupted, long Succeeded, long Failed, long Cancelled);
