using Microsoft.EntityFrameworkCore;
using Talentys.Identity.Users;
using Talentys.Storage;

namespace Talentys.Identity.Sessions;

/// <summary>Sessions in the database: ending one takes effect at once, on every node.</summary>
internal sealed class SessionStore(IPlatformDbFactory databases, TimeProvider clock)
{
    internal static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    /// <summary>Begins a session.</summary>
    /// <returns>The cookie's value, which is stored nowhere.</returns>
    internal async Task<string> BeginAsync(UserRow user, CancellationToken cancellationToken)
    {
        var token = Tokens.Random(32);
        var now = clock.GetUtcNow();
        await using var db = databases.Create();
        await db.Set<SessionRow>().Where(row => row.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken);
        db.Add(new SessionRow { Hash = Tokens.Hash(token), UserId = user.Id, CreatedAt = now, ExpiresAt = now + Lifetime });
        await db.SaveChangesAsync(cancellationToken);
        return token;
    }

    /// <summary>The session with its user, if it is known and has not ended.</summary>
    internal async Task<SessionRow?> FindAsync(string token, CancellationToken cancellationToken)
    {
        var hash = Tokens.Hash(token);
        var now = clock.GetUtcNow();
        await using var db = databases.Create();
        return await db.Set<SessionRow>().AsNoTracking().Include(row => row.User)
            .SingleOrDefaultAsync(row => row.Hash == hash && row.ExpiresAt > now, cancellationToken);
    }

    internal async Task EndAsync(string hash, CancellationToken cancellationToken)
    {
        await using var db = databases.Create();
        await db.Set<SessionRow>().Where(row => row.Hash == hash).ExecuteDeleteAsync(cancellationToken);
    }
}
