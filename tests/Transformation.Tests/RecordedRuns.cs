using System.Text.Json;
using Talentys.Kernel;

namespace Talentys.Transformation.Tests;

/// <summary>The runs that a test's host did, as the product's history of runs would tell them.</summary>
internal sealed class RecordedRuns : IRunHistory
{
    private readonly Lock gate = new();
    private readonly List<PastRun> runs = [];

    public void Add(PastRun run)
    {
        lock (gate)
        {
            runs.Insert(0, run);
        }
    }

    public Task<IReadOnlyList<RunRequest>> NewestAsync(string kind, Scope scope, string? before, int most, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Task.FromResult<IReadOnlyList<RunRequest>>([.. runs.SkipWhile(run => before is not null && run.Id != before).Skip(before is null ? 0 : 1).Take(most).Select(run => new RunRequest(run.Id, run.Arguments))]);
        }
    }

    public Task<IReadOnlyList<PastRun>> FindAsync(Scope scope, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Task.FromResult<IReadOnlyList<PastRun>>([.. runs.Where(run => ids.Contains(run.Id))]);
        }
    }

    /// <summary>Steps of one run while it goes on.</summary>
    public sealed class Recording(string id, JsonElement arguments)
    {
        private readonly Lock gate = new();
        private readonly List<PastStep> steps = [];

        public void Step(string name, StepOutcome outcome, DateTimeOffset started, DateTimeOffset ended)
        {
            var state = outcome.Fault is not null ? "failed" : outcome.IsSkipped ? "skipped" : "succeeded";
            lock (gate)
            {
                steps.Add(new PastStep(name, state, null, null, null, outcome.Summary, outcome.Metrics, outcome.Fault, started, ended));
            }
        }

        public PastRun Ended(DateTimeOffset at)
        {
            lock (gate)
            {
                return new PastRun(id, steps.Exists(step => step.State == "failed") ? "failed" : "succeeded", at, at, null, arguments, [.. steps]);
            }
        }
    }
}
