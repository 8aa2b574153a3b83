using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Talentys.Storage;

/// <summary>Delivers stored events to their handlers, each sort in its order, by one node at a time.</summary>
internal sealed class OutboxDispatcher(
    IPlatformDbFactory databases,
    EventRoutes routes,
    OutboxLeases leases,
    OutboxSignal signal,
    IServiceScopeFactory scopes,
    TimeProvider clock,
    ILogger<OutboxDispatcher> logger) : BackgroundService
{
    internal const int MaxAttempts = 12;
    private const int BatchSize = 100;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    /// <summary>Delivers what is due now.</summary>
    /// <returns>How many events were delivered.</returns>
    internal async Task<int> DeliverDueAsync(CancellationToken cancellationToken)
    {
        var delivered = 0;
        foreach (var name in await WaitingAsync(cancellationToken))
        {
            if (await leases.TakeAsync(name, cancellationToken))
            {
                delivered += await DeliverSortAsync(routes.All[name], cancellationToken);
                await leases.ReleaseAsync(name, cancellationToken);
            }
        }

        return delivered;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (routes.All.Count == 0)
        {
            return;
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await DeliverDueAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                StorageLog.RoundFailed(logger, exception);
            }

            await signal.WaitAsync(LookEvery, clock, stoppingToken);
        }
    }

    private async Task<List<string>> WaitingAsync(CancellationToken cancellationToken)
    {
        await using var db = databases.Create();
        var waiting = await db.Set<OutboxRow>().Where(row => !row.SetAside)
            .Select(row => row.Event).Distinct().ToListAsync(cancellationToken);
        return [.. waiting.Where(routes.All.ContainsKey)];
    }

    private async Task<int> DeliverSortAsync(EventRoute route, CancellationToken cancellationToken)
    {
        var delivered = 0;
        while (true)
        {
            await using var db = databases.Create();
            var batch = await db.Set<OutboxRow>().AsNoTracking()
                .Where(row => row.Event == route.Name && !row.SetAside)
                .OrderBy(row => row.Sequence).Take(BatchSize).ToListAsync(cancellationToken);
            foreach (var row in batch)
            {
                // a failed one holds back those after it: order is part of the promise
                if (row.DueAt > clock.GetUtcNow()
                    || !await leases.TakeAsync(route.Name, cancellationToken)
                    || !await DeliverAsync(db, route, row, cancellationToken))
                {
                    return delivered;
                }

                delivered++;
            }

            if (batch.Count < BatchSize)
            {
                return delivered;
            }
        }
    }

    private async Task<bool> DeliverAsync(PlatformDb db, EventRoute route, OutboxRow row, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await HoldWhileAsync(route.DeliverAsync(scope.ServiceProvider, row.Content, cancellationToken), route.Name, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return await PostponeAsync(db, row, exception, cancellationToken);
        }

        await db.Set<OutboxRow>().Where(it => it.Sequence == row.Sequence).ExecuteDeleteAsync(cancellationToken);
        return true;
    }

    private async Task HoldWhileAsync(Task work, string name, CancellationToken cancellationToken)
    {
        while (!work.IsCompleted)
        {
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var pause = Task.Delay(OutboxLeases.Term / 3, clock, ended.Token);
            if (await Task.WhenAny(work, pause) == work)
            {
                await ended.CancelAsync();
                break;
            }

            await leases.TakeAsync(name, cancellationToken);
        }

        await work;
    }

    private async Task<bool> PostponeAsync(PlatformDb db, OutboxRow row, Exception exception, CancellationToken cancellationToken)
    {
        var attempts = row.Attempts + 1;
        var giveUp = attempts >= MaxAttempts;
        var pause = TimeSpan.FromSeconds(Math.Pow(2, row.Attempts));
        var next = clock.GetUtcNow() + (pause < LongestPause ? pause : LongestPause);
        await db.Set<OutboxRow>().Where(it => it.Sequence == row.Sequence).ExecuteUpdateAsync(
            set => set.SetProperty(it => it.Attempts, attempts).SetProperty(it => it.DueAt, next).SetProperty(it => it.SetAside, giveUp),
            cancellationToken);
        if (giveUp)
        {
            StorageLog.DeliveryGivenUp(logger, exception, row.Event, row.Sequence, attempts);
        }
        else
        {
            StorageLog.DeliveryFailed(logger, exception, row.Event, row.Sequence, attempts, next);
        }

        return giveUp;
    }
}
