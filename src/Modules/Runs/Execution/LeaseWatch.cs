using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Talentys.Runs.Feed;
using Talentys.Runs.Public;
using Talentys.Runs.Queue;

namespace Talentys.Runs.Execution;

/// <summary>Keeps the lease of a run alive, and ends the work when it is lost or when a person wishes to cancel.</summary>
internal sealed class LeaseWatch(
    RunRow run, RunLeases leases, RunSignals signals, RunsOptions options, TimeProvider clock, ILogger log, CancellationTokenSource end)
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
        var renewed = clock.GetTimestamp();
        signals.Cancelling += OnCancel;
        try
        {
            // At once: the wish may be older than this attempt.
            do
            {
                var began = clock.GetTimestamp();
                var (held, cancel) = await BeatAsync(cancellationToken);
                renewed = held == true ? began : renewed;
                if (held == false || clock.GetElapsedTime(renewed) >= options.Lease)
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

    // null while the metadata cannot be reached: the lease goes on until its time is over
    private async Task<(bool? Held, bool Cancel)> BeatAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await leases.RenewAsync(run, cancellationToken);
        }
        catch (Exception failure) when (failure is DbException or DbUpdateException or InvalidOperationException)
        {
            RunsLog.BeatFailed(log, run.Id, failure);
            return (null, false);
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
