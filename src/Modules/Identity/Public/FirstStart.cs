using Microsoft.EntityFrameworkCore;
using Talentys.Identity.Organisations;
using Talentys.Identity.Users;
using Talentys.Kernel;
using Talentys.Storage;

namespace Talentys.Identity.Public;

/// <summary>What the first start makes: the default organisation and its administrator. Called after <see cref="StorageStart"/>, by the host.</summary>
public sealed class FirstStart
{
    private const string Administrator = "admin";
    private readonly IPlatformDbFactory databases;
    private readonly LocalToken token;
    private readonly Passwords passwords;
    private readonly TimeProvider clock;

    internal FirstStart(IPlatformDbFactory databases, LocalToken token, Passwords passwords, TimeProvider clock)
    {
        this.databases = databases;
        this.token = token;
        this.passwords = passwords;
        this.clock = clock;
    }

    /// <summary>Makes what is missing, the local token too.</summary>
    /// <returns>The administrator and the one-time password, to be printed once; null when they were there.</returns>
    public async Task<FirstAdministrator?> EnsureAsync(CancellationToken cancellationToken)
    {
        await token.EnsureAsync(cancellationToken);
        await using var db = databases.Create();
        if (await db.Set<OrganisationRow>().AnyAsync(row => row.Name == Scope.DefaultOrganisation, cancellationToken))
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var password = Passwords.OneTime();
        db.Add(new OrganisationRow { Name = Scope.DefaultOrganisation, CreatedAt = now });
        db.Add(new UserRow
        {
            Id = Ids.New(clock),
            Organisation = Scope.DefaultOrganisation,
            Name = Administrator,
            Role = Roles.Administrator,
            PasswordHash = passwords.Hash(Administrator, password),
            MustChangePassword = true,
            CreatedAt = now,
        });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return new FirstAdministrator(Administrator, password);
        }
        catch (DbUpdateException)
        {
            await using var again = databases.Create();
            if (await again.Set<OrganisationRow>().AnyAsync(row => row.Name == Scope.DefaultOrganisation, cancellationToken))
            {
                // another node was first
                return null;
            }

            throw;
        }
    }
}

/// <summary>The first administrator.</summary>
/// <param name="User">Name to sign in with.</param>
/// <param name="Password">One-time password; must be changed at the first sign-in.</param>
public sealed record FirstAdministrator(string User, string Password)
{
    /// <inheritdoc/>
    public override string ToString() => $"FirstAdministrator {User}";
}
