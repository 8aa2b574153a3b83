using Talentys.Kernel;
using Talentys.Query.Public;

namespace Talentys.Query.Engines;

/// <summary>How busy the engines are with people's statements.</summary>
internal sealed class EngineProbe(IQueryEngines engines, Admission admission, QueryOptions options) : IHealthProbe
{
    public string Name => "engine";

    public Task<HealthReading> LookAsync(CancellationToken cancellationToken)
    {
        var (running, waiting, longest) = admission.Look();
        var figures = new Dictionary<string, double>
        {
            ["processes"] = engines.Processes,
            ["running"] = running,
            ["waiting"] = waiting,
        };

        // at the limit statements are refused: told while there is still time
        return Task.FromResult(longest * 2 < options.WaitingStatements || longest == 0
            ? new HealthReading(HealthLevel.Ok, $"{Tell(running, "runs", "run")}, {Tell(waiting, "waits", "wait")}.", null, figures)
            : new HealthReading(
                HealthLevel.Warning, $"{Tell(waiting, "waits", "wait")} for an engine; beyond {options.WaitingStatements} they are refused.",
                "Cancel long statements, or let more run at once (Query:ConcurrentStatements).", figures));
    }

    private static string Tell(int count, string one, string many) => count == 1 ? $"1 statement {one}" : $"{count} statements {many}";
}
