using System.Text.Json;
using Microsoft.Extensions.Logging;
using Talentys.Kernel;
using Talentys.Runs.Feed;
using Talentys.Runs.Public;
using Talentys.Runs.Queue;
using Talentys.Storage;

namespace Talentys.Runs.Execution;

/// <summary>Works on one run that was claimed, to one of its ends: done, failed, cancelled, given back or lost.</summary>
internal sealed class RunExecution(
    IPlatformDbFactory storage,
    IEnumerable<IRunKind> kinds,
    RunLeases leases,
    RunSignals signals,
    RunsOptions options,
    TimeProvider clock,
    ILogger<RunExecution> log)
{
    /// <summary>What people are told of a bug: the log has the rest.</summary>
    public static Fault Unexpected { get; } =
        Fault.Failed("runs.unexpected", "The platform failed.", null, "The server's log tells more; please report it.");

    /// <summary>Runs it. Never throws.</summary>
    public async Task WorkAsync(RunRow run, CancellationToken stopping)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var watch = new LeaseWatch(run, leases, signals, options, clock, log, end);
        using var journal = new RunJournal(run, storage, signals, clock, options.MostLogLines, log);
        signals.RunChanged(run.Id); // the claim
        try
        {
            await journal.OpenAsync(end.Token);
            using var background = new CancellationTokenSource();
            var beats = watch.RunAsync(background.Token);
            var writes = journal.WriteInBackgroundAsync(watch.Lost, background.Token);
            var (state, fault) = await TryAsync(run, journal, end.Token);
            await background.CancelAsync();
            await Task.WhenAll(beats, writes).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await EndAsync(run, journal, watch, state, fault, stopping);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // The metadata cannot be reached: the lease ends by itself and another attempt follows.
            RunsLog.NotRecorded(log, run.Id, failure);
        }
        finally
        {
            signals.RunChanged(run.Id);
        }
    }

    private async Task<(string State, Fault? Fault)> TryAsync(RunRow run, RunJournal journal, CancellationToken cancellationToken)
    {
        try
        {
            var kind = kinds.FirstOrDefault(candidate => candidate.Name == run.Kind)
                ?? throw new FaultException(Fault.Failed("runs.kind_unknown", $"This program does not know runs of the kind {run.Kind}."));
            if (run.Attempt > 1)
            {
                journal.Log(RunLogLevel.Info, null, $"Attempt {run.Attempt}: steps that were finished are kept.");
            }

            using var arguments = JsonDocument.Parse(run.Arguments);
            await kind.ExecuteAsync(new RunContext(run, arguments.RootElement, journal), cancellationToken);
            var failed = journal.Steps().Where(step => step.State == RunState.Failed).ToList();
            return failed.Count == 0
                ? (RunState.Succeeded, null)
                : (RunState.Failed, RunJson.Fault(failed.MinBy(step => step.Position)!.Fault));
        }
        catch (FaultException failure) when (failure.Fault.Kind == FaultKind.Cancelled && cancellationToken.IsCancellationRequested)
        {
            return (RunState.Cancelled, null);
        }
        catch (FaultException failure)
        {
            journal.Log(RunLogLevel.Error, null, failure.Fault.ToString());
            return (RunState.Failed, failure.Fault);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return (RunState.Cancelled, null);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            RunsLog.Failed(log, run.Id, run.Kind, failure);
            journal.Log(RunLogLevel.Error, null, Unexpected.ToString());
            return (RunState.Failed, Unexpected);
        }
    }

    private async Task EndAsync(
        RunRow run, RunJournal journal, LeaseWatch watch, string state, Fault? fault, CancellationToken stopping)
    {
        // What ended is recorded even while the host stops; what failed meanwhile may have failed because of that, and is done again.
        if (watch.IsLost || !await journal.FlushAsync(CancellationToken.None))
        {
            RunsLog.LeaseLost(log, run.Id);
        }
        else if ((state is RunState.Cancelled or RunState.Failed) && stopping.IsCancellationRequested && !watch.CancelAsked)
        {
            await leases.ReleaseAsync(run, CancellationToken.None);
        }
        else
        {
            await leases.EndAsync(run, state, fault, CancellationToken.None);
        }
    }
}
