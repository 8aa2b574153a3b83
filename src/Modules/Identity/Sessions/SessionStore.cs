using Microsoft.EntityFrameworkCore;
using Talentys.Identity.Users;
using Talentys.Storage;

namespace Talentys.Identity.Sessions;

/// <summary>Sessions in the database: ending one takes effect at once, on every node. Using one prolongs it.</summary>
internal sealed class SessionStore(IPlatformDbFactory databases, TimeProvider clock)
{
    /// <summary>A session that nobody uses ends after this.</summary>
    internal static readonly TimeSpan Idle = TimeSpan.FromDays(14);

    /// <summary>However much it is used, a session ends after this.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    // a write for each request would be too many
    private static readonly TimeSpan ProlongedTo = TimeSpan.FromHours(1);

    /// <summary>Begins a session.</summary>
    /// <returns>The cookie's value, which is stored nowhere.</returns>
    internal async Task<string> BeginAsync(UserRow user, bool byLink, CancellationToken cancellationToken)
    {
        var token = Tokens.Random(32);
        var now = clock.GetUtcNow();
        await using var db = databases.Create();
        await db.Set<SessionRow>().Where(row => row.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken);
        db.Add(new SessionRow { Hash = Tokens.Hash(token), UserId = user.Id, ByLink = byLink, CreatedAt = now, ExpiresAt = now + Idle });
        await db.SaveChangesAsync(cancellationToken);
        await SeenAsync(db, user.Id, now, cancellationToken);
        return token;
    }

    /// <summary>The session with its user, if it is known and has not ended.</summary>
    internal async Task<SessionRow?> FindAsync(string token, CancellationToken cancellationToken)
    {
        var hash = Tokens.Hash(token);
        var now = clock.GetUtcNow();
        await using var db = databases.Create();
        return await db.Set<SessionRow>().AsNoTracking().Include(row => row.User)
            .SingleOrDefaultAsync(row => row.Hash == hash && row.ExpiresAt > now && !row.User!.Disabled, cancellationToken);
    }

    /// <summary>Lets a session that is in use end later. False when it was prolonged not long ago, or is at its longest.</summary>
    internal async Task<bool> ProlongAsync(SessionRow session, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var until = now + Idle;
        if (session.CreatedAt + Longest < until)
        {
            until = session.CreatedAt + Longest;
        }

        if (until - session.ExpiresAt < ProlongedTo)
        {
            return false;
        }

        await using var db = databases.Create();
        var prolonged = await db.Set<SessionRow>().Where(row => row.Hash == session.Hash)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.ExpiresAt, until), cancellationToken);
        await SeenAsync(db, session.UserId, now, cancellationToken);
        return prolonged == 1;
    }

    internal async Task EndAsync(string hash, CancellationToken cancellationToken)
    {
        await using var db = databases.Create();
        await db.Set<SessionRow>().Where(row => row.Hash == hash).ExecuteDeleteAsync(cancellationToken);
    }

    private static Task<int> SeenAsync(PlatformDb db, string user, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.Set<UserRow>().Where(row => row.Id == user).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastSeenAt, now), cancellationToken);
}
