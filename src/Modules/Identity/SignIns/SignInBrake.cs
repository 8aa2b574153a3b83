using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Talentys.Kernel;
using Talentys.Storage;

namespace Talentys.Identity.SignIns;

/// <summary>Slows down guessing under one name: five tries are free, then each wrong one locks the name for longer.</summary>
internal sealed class SignInBrake(IPlatformDbFactory databases, TimeProvider clock) : IDisposable
{
    internal const int Free = 5;
    private static readonly TimeSpan First = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(1);

    // tries sent side by side are counted one after another
    private readonly SemaphoreSlim one = new(1);

    /// <summary>Counts a try, before the password is looked at.</summary>
    /// <exception cref="FaultException"><c>identity.locked</c>.</exception>
    internal async Task TryAsync(string name, CancellationToken cancellationToken)
    {
        await one.WaitAsync(cancellationToken);
        try
        {
            await CountAsync(name, cancellationToken);
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>
    /// Checks a try, of which only a wrong one counts: programs open many connections at once with the right password. One
    /// check runs at a time, so that none is made beside those that lock the name.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="check">Finds whom the try proves; the user is null when nobody.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="FaultException"><c>identity.locked</c>.</exception>
    internal async Task<(TUser? User, TProof? Proof)> CheckAsync<TUser, TProof>(
        string name, Func<Task<(TUser? User, TProof? Proof)>> check, CancellationToken cancellationToken)
        where TUser : class
        where TProof : class
    {
        await one.WaitAsync(cancellationToken);
        try
        {
            await using var db = databases.Create();
            var failures = await db.Set<SignInFailuresRow>().AsNoTracking().SingleOrDefaultAsync(row => row.Name == name, cancellationToken);
            ThrowIfLocked(failures, clock.GetUtcNow());
            var found = await check();
            if (found.User is null)
            {
                await CountAsync(name, cancellationToken);
            }
            else if (failures is not null)
            {
                await ForgetAsync(name, cancellationToken);
            }

            return found;
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>Forgets the tries under a name: the password was right.</summary>
    internal async Task ForgetAsync(string name, CancellationToken cancellationToken)
    {
        await using var db = databases.Create();
        await db.Set<SignInFailuresRow>().Where(row => row.Name == name).ExecuteDeleteAsync(cancellationToken);
    }

    public void Dispose() => one.Dispose();

    private async Task CountAsync(string name, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var old = now - Forgotten;
        await using var db = databases.Create();
        await db.Set<SignInFailuresRow>().Where(row => row.LastAt < old).ExecuteDeleteAsync(cancellationToken);
        var failures = await db.Set<SignInFailuresRow>().AsNoTracking().SingleOrDefaultAsync(row => row.Name == name, cancellationToken);
        ThrowIfLocked(failures, now);
        var count = (failures?.Count ?? 0) + 1;
        var until = count >= Free ? now + LockAfter(count) : now;
        var known = await db.Set<SignInFailuresRow>().Where(row => row.Name == name).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Count, count).SetProperty(row => row.LastAt, now).SetProperty(row => row.LockedUntil, until),
            cancellationToken);
        if (known == 0)
        {
            db.Add(new SignInFailuresRow { Name = name, Count = count, LastAt = now, LockedUntil = until });
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    private static void ThrowIfLocked(SignInFailuresRow? failures, DateTimeOffset now)
    {
        if (failures?.LockedUntil > now)
        {
            var pause = failures.LockedUntil - now;
            throw new FaultException(new Fault(
                FaultKind.Limit, "identity.locked", "There were too many wrong tries under this name.", null, $"Try again in {Tell(pause)}.")
            {
                RetryAfter = pause,
            });
        }
    }

    private static string Tell(TimeSpan pause) => Math.Ceiling(pause.TotalSeconds) is var seconds and <= 90
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds} seconds")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(pause.TotalMinutes)} minutes");

    private static TimeSpan LockAfter(int count)
    {
        var pause = First * Math.Pow(2, Math.Min(count - Free, 10));
        return pause < Longest ? pause : Longest;
    }
}
