using Microsoft.EntityFrameworkCore;
using Talentys.Kernel;
using Talentys.Runs.Public;
using Talentys.Storage;

namespace Talentys.Runs.Queue;

/// <summary>The queue as workers use it. Every change names the lease token, so that a worker that lost its run changes nothing.</summary>
internal sealed class RunLeases(IPlatformDbFactory storage, RunsOptions options, TimeProvider clock)
{
    /// <summary>Ends the leases of processes that are gone; only where no other process can be working.</summary>
    public async Task ExpireAllAsync(CancellationToken cancellationToken)
    {
        await using var db = storage.Create();
        await db.Set<RunRow>().Where(run => run.State == RunState.Running)
            .ExecuteUpdateAsync(set => set.SetProperty(run => run.LeaseUntil, DateTimeOffset.UnixEpoch), cancellationToken);
    }

    /// <summary>Takes the oldest run that nobody works on, or null.</summary>
    public async Task<RunRow?> ClaimAsync(CancellationToken cancellationToken)
    {
        await using var db = storage.Create();
        while (true)
        {
            var now = clock.GetUtcNow();
            var run = await db.Set<RunRow>().AsNoTracking()
                .Where(row => row.State == RunState.Queued || (row.State == RunState.Running && row.LeaseUntil < now))
                .OrderBy(row => row.CreatedAt)
                .FirstOrDefaultAsync(cancellationToken);
            if (run is null)
            {
                return null;
            }

            if (run.State == RunState.Running && (run.CancelRequested || run.Attempt >= options.MostAttempts))
            {
                await GiveUpAsync(db, run, cancellationToken);
                continue;
            }

            var token = Ids.New(clock);
            var taken = await db.Set<RunRow>()
                .Where(row => row.Id == run.Id && row.State == run.State && row.LeaseToken == run.LeaseToken)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(row => row.State, RunState.Running)
                        .SetProperty(row => row.LeaseToken, token)
                        .SetProperty(row => row.LeaseUntil, now + options.Lease)
                        .SetProperty(row => row.Attempt, row => row.Attempt + 1)
                        .SetProperty(row => row.StartedAt, run.StartedAt ?? now)
                        .SetProperty(row => row.Revision, row => row.Revision + 1),
                    cancellationToken);
            if (taken == 1)
            {
                run.LeaseToken = token;
                run.Attempt++;
                return run;
            }
        }
    }

    /// <summary>Renews the lease. Tells whether it is still held, and whether a person wishes to cancel.</summary>
    public async Task<(bool Held, bool Cancel)> RenewAsync(RunRow run, CancellationToken cancellationToken)
    {
        await using var db = storage.Create();
        var held = await Held(db, run).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.LeaseUntil, clock.GetUtcNow() + options.Lease), cancellationToken);
        var cancel = held == 1 && await db.Set<RunRow>().AnyAsync(row => row.Id == run.Id && row.CancelRequested, cancellationToken);
        return (held == 1, cancel);
    }

    /// <summary>Ends a run. False when the lease was lost.</summary>
    public async Task<bool> EndAsync(RunRow run, string state, Fault? fault, CancellationToken cancellationToken)
    {
        await using var db = storage.Create();
        var told = RunJson.Of(fault);
        return await Held(db, run).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.State, state)
                .SetProperty(row => row.Fault, told)
                .SetProperty(row => row.EndedAt, clock.GetUtcNow())
                .SetProperty(row => row.UnfinishedKey, (string?)null)
                .SetProperty(row => row.LeaseToken, (string?)null)
                .SetProperty(row => row.Revision, row => row.Revision + 1),
            cancellationToken) == 1;
    }

    /// <summary>Gives a run back to the queue because this worker stops; the attempt does not count.</summary>
    public async Task ReleaseAsync(RunRow run, CancellationToken cancellationToken)
    {
        await using var db = storage.Create();
        await Held(db, run).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.State, RunState.Queued)
                .SetProperty(row => row.LeaseToken, (string?)null)
                .SetProperty(row => row.Attempt, row => row.Attempt - 1)
                .SetProperty(row => row.Revision, row => row.Revision + 1),
            cancellationToken);
    }

    private async Task GiveUpAsync(PlatformDb db, RunRow run, CancellationToken cancellationToken)
    {
        var fault = run.CancelRequested
            ? null
            : RunJson.Of(Fault.Failed(
                "runs.too_many_attempts", $"Its worker died {run.Attempt} times.", null, "See the server's log and memory, then retry it."));
        await db.Set<RunRow>().Where(row => row.Id == run.Id && row.LeaseToken == run.LeaseToken)
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.State, run.CancelRequested ? RunState.Cancelled : RunState.Failed)
                    .SetProperty(row => row.Fault, fault)
                    .SetProperty(row => row.EndedAt, clock.GetUtcNow())
                    .SetProperty(row => row.UnfinishedKey, (string?)null)
                    .SetProperty(row => row.LeaseToken, (string?)null)
                    .SetProperty(row => row.Revision, row => row.Revision + 1),
                cancellationToken);
    }

    private static IQueryable<RunRow> Held(PlatformDb db, RunRow run) =>
        db.Set<RunRow>().Where(row => row.Id == run.Id && row.LeaseToken == run.LeaseToken && row.State == RunState.Running);
}
