using Talentys.Runs.Feed;
using Talentys.Runs.Public;
using Talentys.Runs.Queue;

namespace Talentys.Runs.Execution;

/// <summary>Keeps the lease of a run alive, and ends the work when it is lost or when a person wishes to cancel.</summary>
internal sealed class LeaseWatch(
    RunRow run, RunLeases leases, RunSignals signals, RunsOptions options, TimeProvider clock, CancellationTokenSource end)
{
    /// <summary>Another worker may have the run: nothing may be written any more.</summary>
    public bool IsLost { get; private set; }

    /// <summary>A person wished to cancel.</summary>
    public bool CancelAsked { get; private set; }

    /// <summary>Ends the work because the lease is lost.</summary>
    public void Lost()
    {
        IsLost = true;
        end.Cancel();
    }

    /// <summary>Beats until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(options.Heartbeat, clock);
        signals.Cancelling += OnCancel;
        try
        {
            // At once: the wish may be older than this attempt.
            do
            {
                var (held, cancel) = await leases.RenewAsync(run, cancellationToken);
                if (!held)
                {
                    Lost();
                    return;
                }

                if (cancel)
                {
                    Cancel();
                }
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        finally
        {
            signals.Cancelling -= OnCancel;
        }
    }

    private void OnCancel(string runId)
    {
        if (runId == run.Id)
        {
            Cancel();
        }
    }

    private void Cancel()
    {
        CancelAsked = true;
        end.Cancel();
    }
}
