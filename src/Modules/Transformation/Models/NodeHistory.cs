using System.Text.Json;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Transformation.Builds;
using Talentys.Web;

namespace Talentys.Transformation.Models;

/// <summary>How nodes went in past runs and in those that go on. Of many runs only the newest are looked at.</summary>
internal sealed class NodeHistory(IRunHistory history)
{
    private const int RunsAtOnce = 5;
    private const int MostRuns = 50;
    private const int MostSteps = 50_000;

    /// <summary>The commands that say nothing about how nodes fare.</summary>
    private static readonly HashSet<string> Others = new(StringComparer.Ordinal) { "compile", "show", Operation.Command, Freshness.Command, Catalog.Command };

    /// <summary>How each of these steps went when it was last done.</summary>
    public async Task<IReadOnlyDictionary<string, NodeResultDto>> LastAsync(Scope scope, IReadOnlyCollection<string> steps, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, NodeResultDto>(StringComparer.Ordinal);
        var wanted = steps.ToHashSet(StringComparer.Ordinal);
        await foreach (var run in NewestAsync(scope, cancellationToken))
        {
            foreach (var step in run.Steps.Where(step => wanted.Remove(step.Name)))
            {
                found[step.Name] = Result(run, step);
            }

            if (wanted.Count == 0)
            {
                break;
            }
        }

        return found;
    }

    /// <summary>How a node went that has steps of these names, newest first.</summary>
    public async Task<IReadOnlyList<NodeResultDto>> OfAsync(Scope scope, IReadOnlyCollection<string> steps, CancellationToken cancellationToken)
    {
        var found = new List<NodeResultDto>();
        await foreach (var run in NewestAsync(scope, cancellationToken))
        {
            found.AddRange(run.Steps.Where(step => steps.Contains(step.Name)).Select(step => Result(run, step)));
        }

        return found;
    }

    private async IAsyncEnumerable<PastRun> NewestAsync(Scope scope, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? before = null;
        var (runs, steps) = (0, 0);
        while (runs < MostRuns && steps < MostSteps)
        {
            var next = await history.NewestAsync(BuildRun.KindName, scope, before, RunsAtOnce, cancellationToken);
            var ids = next.Where(run => !Others.Contains(run.Arguments.Deserialize<BuildRequest>(JsonSerializerOptions.Web)?.Command ?? "")).Select(run => run.Id).ToList();
            foreach (var run in (await history.FindAsync(scope, ids, cancellationToken)).OrderByDescending(run => run.Id, StringComparer.Ordinal))
            {
                steps += run.Steps.Count;
                yield return run;
            }

            if (next.Count < RunsAtOnce)
            {
                break;
            }

            runs += next.Count;
            before = next[^1].Id;
        }
    }

    private static NodeResultDto Result(PastRun run, PastStep step) => new(
        run.Id, State(run, step), step.StartedAt, step.EndedAt,
        Figure(step, NodeResult.RowsMetric), Figure(step, NodeResult.FailuresMetric), step.Summary,
        step.Fault is { } fault ? ProblemFaults.Of(fault) : null);

    private static string State(PastRun run, PastStep step) => step.State switch
    {
        "running" when run.EndedAt is not null => "cancelled", // its process ended, and nobody took it up
        "succeeded" when step.Metrics.ContainsKey(NodeResult.WarnedMetric) => "warned",
        _ => step.State,
    };

    private static long? Figure(PastStep step, string name) => step.Metrics.TryGetValue(name, out var value) ? (long)value : null;
}
