using Microsoft.EntityFrameworkCore;
using Talentys.Identity.Users;
using Talentys.Kernel;
using Talentys.Storage;

namespace Talentys.Identity.Public;

/// <summary>One-time tokens that sign a user in from this machine, for whoever started the server. They live in this process alone.</summary>
public sealed class SignInLinks
{
    private readonly IPlatformDbFactory databases;
    private readonly TimeProvider clock;
    private readonly Lock gate = new();

    // by the hash of the token: the token itself is kept nowhere
    private readonly Dictionary<string, (string User, DateTimeOffset Until)> links = [];

    internal SignInLinks(IPlatformDbFactory databases, TimeProvider clock)
    {
        this.databases = databases;
        this.clock = clock;
    }

    /// <summary>How long a token can be used.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromMinutes(10);

    /// <summary>Makes a token for an administrator of the default organisation.</summary>
    /// <returns>The token; null when no administrator can sign in.</returns>
    public async Task<string?> MakeForAdministratorAsync(CancellationToken cancellationToken)
    {
        var administrators = await AdministratorsAsync(cancellationToken);
        return administrators is [var first, ..] ? Make(first.Id) : null;
    }

    /// <summary>As <see cref="MakeForAdministratorAsync"/>, while none of the administrators ever set a password.</summary>
    /// <returns>The token; null when the server was set up before.</returns>
    public async Task<string?> MakeForFirstStartAsync(CancellationToken cancellationToken)
    {
        var administrators = await AdministratorsAsync(cancellationToken);
        return administrators.Count > 0 && administrators.All(user => user.MustChangePassword) ? Make(administrators[0].Id) : null;
    }

    /// <summary>Uses a token up.</summary>
    /// <returns>Identifier of its user; null when there is no such token, or no longer.</returns>
    internal string? Use(string token)
    {
        var now = clock.GetUtcNow();
        lock (gate)
        {
            return links.Remove(Tokens.Hash(token), out var link) && link.Until > now ? link.User : null;
        }
    }

    private string Make(string user)
    {
        var token = Tokens.Random(20); // enough for ten minutes, and short enough for a line of a terminal
        var now = clock.GetUtcNow();
        lock (gate)
        {
            foreach (var over in links.Where(link => link.Value.Until <= now).Select(link => link.Key).ToList())
            {
                links.Remove(over);
            }

            links[Tokens.Hash(token)] = (user, now + Lifetime);
        }

        return token;
    }

    // the oldest first: the one that the first start made
    private async Task<List<UserRow>> AdministratorsAsync(CancellationToken cancellationToken)
    {
        await using var db = databases.Create();
        return await db.Set<UserRow>().AsNoTracking()
            .Where(row => row.Organisation == Scope.DefaultOrganisation && row.Role == Roles.Administrator && !row.Disabled)
            .OrderBy(row => row.CreatedAt).ThenBy(row => row.Id)
            .ToListAsync(cancellationToken);
    }
}
