using System.Text.Json;
using Talentys.Kernel;
using Talentys.Runs.Log;
using Talentys.Runs.Queue;

namespace Talentys.Runs.Execution;

/// <summary>What a run kind sees of the run it works on.</summary>
internal sealed class RunContext(RunRow run, JsonElement arguments, RunJournal journal) : IRunContext
{
    public string RunId => run.Id;

    public Scope Scope { get; } = new(run.Organisation, run.Environment);

    public Principal Principal { get; } = RunJson.Principal(run.Principal);

    public JsonElement Arguments => arguments;

    public int Attempt => run.Attempt;

    public async Task<StepOutcome> StepAsync(
        string name, Func<IStepContext, CancellationToken, Task<StepOutcome>> work, CancellationToken cancellationToken)
    {
        if (journal.Finished(name) is { } before)
        {
            return new StepOutcome(before.Summary ?? "", RunJson.Metrics(before.Metrics));
        }

        cancellationToken.ThrowIfCancellationRequested();
        journal.Begin(name);
        try
        {
            var outcome = await work(new StepContext(name, journal), cancellationToken);
            End(name, outcome, outcome.Fault is { } told ? [told] : []);
            await FlushAsync(cancellationToken);
            return outcome;
        }
        catch (FaultException failure) when (failure.Fault.Kind == FaultKind.Cancelled && cancellationToken.IsCancellationRequested)
        {
            Stop(name, RunState.Cancelled, null);
            throw new OperationCanceledException(failure.Message, failure, cancellationToken);
        }
        catch (FaultException failure)
        {
            var outcome = new StepOutcome("", new Dictionary<string, double>(), failure.Fault);
            End(name, outcome, failure.Faults);
            await FlushAsync(cancellationToken);
            return outcome;
        }
        catch (OperationCanceledException)
        {
            Stop(name, RunState.Cancelled, null);
            throw;
        }
        catch (Exception)
        {
            Stop(name, RunState.Failed, RunExecution.Unexpected);
            throw;
        }
    }

    public void Log(RunLogLevel level, string message) => journal.Log(level, null, message);

    private void End(string name, StepOutcome outcome, IReadOnlyList<Fault> faults)
    {
        foreach (var fault in faults)
        {
            journal.Log(RunLogLevel.Error, name, fault.ToString());
        }

        if (outcome.Succeeded)
        {
            journal.Log(RunLogLevel.Info, name, outcome.Summary);
        }

        Stop(name, outcome.IsSkipped ? RunState.Skipped : outcome.Succeeded ? RunState.Succeeded : RunState.Failed, outcome.Fault, outcome);
    }

    private void Stop(string name, string state, Fault? fault, StepOutcome? outcome = null) => journal.Change(name, step =>
    {
        step.State = state;
        step.EndedAt = journal.Now;
        step.Fault = RunJson.Of(fault);
        step.Summary = outcome is null ? null : LogText.Clean(outcome.Summary);
        step.Metrics = RunJson.Of(outcome?.Metrics ?? new Dictionary<string, double>());
    });

    /// <summary>A step has ended only when that is written: a later attempt must find it.</summary>
    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (!await journal.FlushAsync(cancellationToken))
        {
            throw new OperationCanceledException("The lease of the run was lost.");
        }
    }

    private sealed class StepContext(string name, RunJournal journal) : IStepContext
    {
        public void Log(RunLogLevel level, string message) => journal.Log(level, name, message);

        public void Progress(long done, long? total, string unit) => journal.Change(name, step =>
        {
            step.Done = done;
            step.Total = total;
            step.Unit = unit;
        });

        public void Metric(string figure, double value) => journal.Change(name, step =>
        {
            var metrics = new Dictionary<string, double>(RunJson.Metrics(step.Metrics)) { [figure] = value };
            step.Metrics = RunJson.Of(metrics);
        });
    }
}
