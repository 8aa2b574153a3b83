using Talentys.Contracts;
using Talentys.Kernel;

namespace Talentys.Ingestion.Statuses;

/// <summary>How a run went for one of its sources.</summary>
internal static class SourceProgress
{
    private const string Queued = "queued";
    private const string Running = "running";
    private const string Succeeded = "succeeded";
    private const string Failed = "failed";
    private const string Cancelled = "cancelled";

    /// <summary>Steps of a source: each is a table of its schema.</summary>
    public static IReadOnlyList<PastStep> Steps(PastRun run, string source) =>
        [.. run.Steps.Where(step => step.Name.StartsWith(source + ".", StringComparison.OrdinalIgnoreCase))];

    public static SourceRun Of(PastRun run, string source, string place)
    {
        var steps = Steps(run, source);
        var state = State(run, steps);
        var ended = run.EndedAt is null ? null : steps.Count > 0 ? steps.Max(step => step.EndedAt) ?? run.EndedAt : run.EndedAt;
        return new SourceRun(run.Id, state, run.CreatedAt, ended, state == Failed ? Told(Fault(run, steps, place)) : null);
    }

    public static StepDto Told(PastStep step) => new(
        step.Name, step.State, step.Done, step.Total, step.Unit, step.Summary, step.Metrics, step.Fault is null ? null : Told(step.Fault), step.StartedAt, step.EndedAt);

    public static ProblemFault Told(Fault fault) => new(fault.Code, fault.Message, fault.Place, fault.Mend);

    /// <summary>Health of a source whose file has no faults.</summary>
    public static string Health(PastRun? run, string source, int tables, long rejected)
    {
        var steps = run is null ? [] : Steps(run, source);
        return (run is null ? null : State(run, steps)) switch
        {
            Queued or Running => "syncing",
            Failed => Failed,
            Succeeded => steps.Any(step => step.Metrics.GetValueOrDefault("rejected") > 0) ? "rejecting" : "ok",
            _ when tables == 0 => "never",
            _ => rejected > 0 ? "rejecting" : "ok",
        };
    }

    private static string State(PastRun run, IReadOnlyList<PastStep> steps) => run.State switch
    {
        Running => Running,
        Succeeded or Failed or Cancelled when steps.Any(step => step.State == Failed) => Failed,
        Cancelled => Cancelled,
        Failed when steps.Count > 0 => Succeeded,
        Succeeded or Failed => run.State,
        _ => Queued, // an interrupted one waits for a worker
    };

    private static Fault Fault(PastRun run, IReadOnlyList<PastStep> steps, string place)
    {
        var own = steps.FirstOrDefault(step => step.Fault is not null)?.Fault;
        var whole = run.Fault is { } fault && (run.Steps.Count == 0 || fault.Place?.Split(':')[0] == place) ? run.Fault : null;
        return own ?? whole ?? Kernel.Fault.Failed(
            "ingestion.not_synced", "The sync failed before it came to this source.", null, "The log of the run tells why.");
    }
}
