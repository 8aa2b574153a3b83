using Talentys.Kernel;
using Talentys.Query.Public;

namespace Talentys.Query.Engines;

/// <summary>How busy the engines are with people's statements.</summary>
internal sealed class EngineProbe(IQueryEngines engines, Admission admission, QueryOptions options) : IHealthProbe
{
    public string Name => "engine";

    public Task<HealthReading> LookAsync(CancellationToken cancellationToken)
    {
        var small = admission.Look(Lane.Small);
        var heavy = admission.Look(Lane.Heavy);
        var apart = admission.Look(Lane.Apart);
        var (waits, waited, refused) = admission.Totals;
        var running = small.Running + small.Overdue + heavy.Running + apart.Running;
        var waiting = small.Waiting + heavy.Waiting + apart.Waiting;
        var figures = new Dictionary<string, double>
        {
            ["processes"] = engines.Processes,
            ["running"] = running,
            ["waiting"] = waiting,
            ["heavyRunning"] = heavy.Running,
            ["heavyWaiting"] = heavy.Waiting,
            ["overdue"] = small.Overdue,
            ["stopping"] = Math.Max(engines.Statements - running, 0),
            ["waits"] = waits,
            ["waitedMs"] = waited.TotalMilliseconds,
            ["refused"] = refused,
            ["kills"] = engines.Kills,
            ["spillBytes"] = engines.SpillBytes,
        };

        // at the limit statements are refused: told while there is still time
        var longest = Math.Max(small.Longest, heavy.Longest);
        return Task.FromResult(longest * 2 < options.WaitingStatements || longest == 0
            ? new HealthReading(HealthLevel.Ok, $"{Tell(running, "runs", "run")}, {Tell(waiting, "waits", "wait")}.", null, figures)
            : new HealthReading(
                HealthLevel.Warning, $"{Tell(waiting, "waits", "wait")} for an engine; beyond {options.WaitingStatements} they are refused.",
                "Cancel long statements, or let more run at once (Query:ConcurrentStatements, Query:HeavyStatements).", figures));
    }

    private static string Tell(int count, string one, string many) => count == 1 ? $"1 statement {one}" : $"{count} statements {many}";
}
