using Microsoft.EntityFrameworkCore;
using Talentys.Kernel;

namespace Talentys.Storage;

/// <summary>Who of several nodes delivers the events of one sort.</summary>
internal sealed class OutboxLeases(IPlatformDbFactory databases, TimeProvider clock)
{
    internal static readonly TimeSpan Term = TimeSpan.FromSeconds(60);
    private readonly string holder = Ids.New();

    /// <summary>Takes or renews the lease. False when another node holds it.</summary>
    internal async Task<bool> TakeAsync(string name, CancellationToken cancellationToken)
    {
        await using var db = databases.Create();
        var now = clock.GetUtcNow();
        if (await UpdateAsync(db, name, now, cancellationToken))
        {
            return true;
        }

        if (await db.Set<OutboxLeaseRow>().AnyAsync(lease => lease.Event == name, cancellationToken))
        {
            return false;
        }

        try
        {
            db.Set<OutboxLeaseRow>().Add(new OutboxLeaseRow { Event = name, Holder = holder, Until = now + Term });
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException)
        {
            // another node was first
            return false;
        }
    }

    internal async Task ReleaseAsync(string name, CancellationToken cancellationToken)
    {
        await using var db = databases.Create();
        await db.Set<OutboxLeaseRow>()
            .Where(lease => lease.Event == name && lease.Holder == holder)
            .ExecuteUpdateAsync(set => set.SetProperty(lease => lease.Holder, (string?)null), cancellationToken);
    }

    private async Task<bool> UpdateAsync(PlatformDb db, string name, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var until = now + Term;
        return await db.Set<OutboxLeaseRow>()
            .Where(lease => lease.Event == name && (lease.Holder == holder || lease.Holder == null || lease.Until < now))
            .ExecuteUpdateAsync(
                set => set.SetProperty(lease => lease.Holder, holder).SetProperty(lease => lease.Until, until),
                cancellationToken) == 1;
    }
}
