using System.Text.Json;

namespace Talentys.Kernel;

/// <summary>Reads past and present runs; implemented by the Runs module.</summary>
public interface IRunHistory
{
    /// <summary>Runs of a kind in a scope, newest first.</summary>
    /// <param name="kind">Kind of run.</param>
    /// <param name="scope">Organisation and environment.</param>
    /// <param name="before">Only runs that are older than the one with this identifier; null for the newest.</param>
    /// <param name="most">At most so many.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<IReadOnlyList<RunRequest>> NewestAsync(string kind, Scope scope, string? before, int most, CancellationToken cancellationToken);

    /// <summary>Runs of a scope with their steps; those that are not there are left out.</summary>
    Task<IReadOnlyList<PastRun>> FindAsync(Scope scope, IReadOnlyCollection<string> ids, CancellationToken cancellationToken);
}

/// <summary>What a run was asked to do.</summary>
/// <param name="Id">Identifier: later runs have greater ones.</param>
/// <param name="Arguments">The arguments it was started with.</param>
public sealed record RunRequest(string Id, JsonElement Arguments);

/// <summary>A run as it is now.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="State">queued, running, interrupted, succeeded, failed or cancelled.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="EndedAt">When it ended, or null.</param>
/// <param name="Fault">Why it failed, where a step does not tell.</param>
/// <param name="Arguments">The arguments it was started with.</param>
/// <param name="Steps">Its steps, in the order in which they began.</param>
public sealed record PastRun(
    string Id, string State, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt, Fault? Fault, JsonElement Arguments, IReadOnlyList<PastStep> Steps);

/// <summary>A step of a run as it is now.</summary>
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
public sealed record PastStep(
    string Name,
    string State,
    long? Done,
    long? Total,
    string? Unit,
    string? Summary,
    IReadOnlyDictionary<string, double> Metrics,
    Fault? Fault,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt);
