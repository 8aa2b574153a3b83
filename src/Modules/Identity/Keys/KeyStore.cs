using Microsoft.EntityFrameworkCore;
using Talentys.Identity.Scram;
using Talentys.Kernel;
using Talentys.Storage;
using Talentys.Web;

namespace Talentys.Identity.Keys;

/// <summary>API keys in the database.</summary>
internal sealed class KeyStore(IPlatformDbFactory databases, ScramVerifiers verifiers, TimeProvider clock)
{
    internal const string Prefix = "tk_";

    // of the random part: enough to tell keys apart, far too little to guess one
    private const int ShownLetters = 6;
    private static readonly TimeSpan UseKeptTo = TimeSpan.FromMinutes(1);

    /// <summary>Makes a key.</summary>
    /// <returns>The row, and the key itself, which is stored nowhere.</returns>
    internal async Task<(KeyRow Row, string Key)> CreateAsync(
        Principal maker, string name, string role, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        var key = Prefix + Tokens.Random(32);
        var row = new KeyRow
        {
            Id = Ids.New(clock),
            Organisation = maker.Organisation,
            UserId = maker.Kind == PrincipalKind.User ? maker.Id : null,
            Name = name,
            Prefix = key[..(Prefix.Length + ShownLetters)],
            Hash = Tokens.Hash(key),
            ScramVerifier = (await verifiers.OfAsync(key, cancellationToken)).ToString(), // as random as the key: it needs no further cover
            Role = role,
            CreatedAt = clock.GetUtcNow(),
            ExpiresAt = expiresAt,
        };
        await using var db = databases.Create();
        db.Add(row);
        await db.SaveChangesAsync(cancellationToken);
        return (row, key);
    }

    /// <summary>The key, if it is known and has not ended.</summary>
    internal async Task<KeyRow?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var hash = Tokens.Hash(key);
        var now = clock.GetUtcNow();
        await using var db = databases.Create();
        var row = await db.Set<KeyRow>().AsNoTracking().Include(it => it.User)
            .SingleOrDefaultAsync(it => it.Hash == hash && (it.ExpiresAt == null || it.ExpiresAt > now) && (it.User == null || !it.User.Disabled), cancellationToken);
        if (row is { ScramVerifier: null })
        {
            var verifier = (await verifiers.OfAsync(key, cancellationToken)).ToString();
            await db.Set<KeyRow>().Where(it => it.Id == row.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(it => it.ScramVerifier, verifier), cancellationToken);
        }

        await KeepUseAsync(db, row, now, cancellationToken);
        return row;
    }

    /// <summary>The key that a proof was made of, with the verifier that says so.</summary>
    internal async Task<(KeyRow Key, ScramVerifier Verifier)?> FindAsync(
        Func<ScramVerifier, bool> proves, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var db = databases.Create();
        var all = db.Set<KeyRow>().AsNoTracking().Where(
            it => it.ScramVerifier != null && (it.ExpiresAt == null || it.ExpiresAt > now) && (it.User == null || !it.User.Disabled));

        // some microseconds each: the proof does not say which key it is of
        await foreach (var one in all.Select(it => new { it.Id, it.ScramVerifier }).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (ScramVerifier.Parse(one.ScramVerifier) is { } verifier && proves(verifier))
            {
                await using var again = databases.Create();
                var row = await again.Set<KeyRow>().AsNoTracking().Include(it => it.User)
                    .SingleOrDefaultAsync(it => it.Id == one.Id, cancellationToken);
                await KeepUseAsync(again, row, now, cancellationToken);
                return row is null ? null : (row, verifier);
            }
        }

        return null;
    }

    /// <summary>Keys that a principal may see: an administrator all of the organisation, others their own. One more than asked for.</summary>
    internal async Task<List<KeyRow>> ListAsync(Principal principal, PageRequest page, CancellationToken cancellationToken)
    {
        await using var db = databases.Create();
        var rows = VisibleTo(db, principal).AsNoTracking().Include(row => row.User).AsQueryable();
        if (page.After(1) is [var after])
        {
            rows = rows.Where(row => row.Id.CompareTo(after) > 0);
        }

        return await rows.OrderBy(row => row.Id).Take(page.Limit + 1).ToListAsync(cancellationToken);
    }

    internal async Task<bool> DeleteAsync(Principal principal, string id, CancellationToken cancellationToken)
    {
        await using var db = databases.Create();
        return await VisibleTo(db, principal).Where(row => row.Id == id).ExecuteDeleteAsync(cancellationToken) == 1;
    }

    private static async Task KeepUseAsync(PlatformDb db, KeyRow? row, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (row is not null && (row.LastUsedAt is null || now - row.LastUsedAt > UseKeptTo))
        {
            await db.Set<KeyRow>().Where(it => it.Id == row.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(it => it.LastUsedAt, now), cancellationToken);
        }
    }

    private static IQueryable<KeyRow> VisibleTo(PlatformDb db, Principal principal)
    {
        var rows = db.Set<KeyRow>().Where(row => row.Organisation == principal.Organisation);
        return principal.Is(Roles.Administrator) ? rows : rows.Where(row => row.UserId == principal.Id);
    }
}
