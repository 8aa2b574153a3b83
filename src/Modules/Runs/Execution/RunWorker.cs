using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Talentys.Runs.Feed;
using Talentys.Runs.Public;
using Talentys.Runs.Queue;

namespace Talentys.Runs.Execution;

/// <summary>Takes runs from the queue and works on a bounded number of them at once.</summary>
internal sealed class RunWorker(
    RunLeases leases, RunExecution execution, RunSignals signals, RunsOptions options, TimeProvider clock, ILogger<RunWorker> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.ExclusiveOwner)
        {
            await leases.ExpireAllAsync(stoppingToken);
        }

        if (!options.WorkerEnabled)
        {
            return;
        }

        var working = new HashSet<Task>();
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                working.RemoveWhere(task => task.IsCompleted);
                var changed = signals.NextQueueChange;
                if (working.Count < options.Concurrency && await ClaimAsync(stoppingToken) is { } run)
                {
                    signals.RunChanged(run.Id);
                    working.Add(execution.WorkAsync(run, stoppingToken));
                    continue;
                }

                await Task.WhenAny([changed, Task.Delay(options.Poll, clock, stoppingToken), .. working]);
            }
        }
        finally
        {
            await Task.WhenAll(working);
        }
    }

    private async Task<RunRow?> ClaimAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await leases.ClaimAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is DbException or DbUpdateException or InvalidOperationException)
        {
            RunsLog.QueueUnreachable(log, failure);
            return null;
        }
    }
}
