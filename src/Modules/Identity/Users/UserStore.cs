using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Talentys.Identity.Sessions;
using Talentys.Kernel;
using Talentys.Storage;
using Talentys.Web;

namespace Talentys.Identity.Users;

/// <summary>Users of an organisation in the database.</summary>
internal sealed class UserStore(IPlatformDbFactory databases, Passwords passwords, TimeProvider clock)
{
    /// <summary>One more than asked for, by name.</summary>
    internal async Task<List<UserRow>> ListAsync(string organisation, PageRequest page, CancellationToken cancellationToken)
    {
        await using var db = databases.Create();
        var rows = db.Set<UserRow>().AsNoTracking().Where(row => row.Organisation == organisation);
        if (page.After(1) is [var after])
        {
            rows = rows.Where(row => row.Name.CompareTo(after) > 0);
        }

        return await rows.OrderBy(row => row.Name).Take(page.Limit + 1).ToListAsync(cancellationToken);
    }

    /// <summary>Makes a user.</summary>
    /// <returns>The one-time password.</returns>
    /// <exception cref="FaultException"><c>identity.user_exists</c>.</exception>
    internal async Task<string> CreateAsync(string organisation, string name, string role, CancellationToken cancellationToken)
    {
        var password = Passwords.OneTime();
        await using var db = databases.Create();
        if (await db.Set<UserRow>().AnyAsync(row => row.Name == name, cancellationToken))
        {
            throw Exists(name, null);
        }

        db.Add(new UserRow
        {
            Id = Ids.New(clock),
            Organisation = organisation,
            Name = name,
            Role = role,
            PasswordHash = passwords.Hash(name, password),
            MustChangePassword = true,
            CreatedAt = clock.GetUtcNow(),
        });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception)
        {
            throw Exists(name, exception);
        }

        return password;
    }

    /// <summary>Gives a new one-time password and ends the sessions; null when there is no such user.</summary>
    internal async Task<(UserRow User, string Password)?> ResetAsync(string organisation, string name, CancellationToken cancellationToken)
    {
        await using var db = databases.Create();
        if (await db.Set<UserRow>().SingleOrDefaultAsync(row => row.Organisation == organisation && row.Name == name, cancellationToken)
            is not { } user)
        {
            return null;
        }

        var password = Passwords.OneTime();
        user.PasswordHash = passwords.Hash(name, password);
        user.ScramVerifier = null;
        user.MustChangePassword = true;
        await db.SaveChangesAsync(cancellationToken);
        await db.Set<SessionRow>().Where(row => row.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
        return (user, password);
    }

    /// <summary>Changes what is not null; disabling ends the sessions. Null when there is no such user.</summary>
    /// <exception cref="FaultException"><c>identity.last_administrator</c> or <c>identity.changed_meanwhile</c>.</exception>
    internal Task<UserRow?> ChangeAsync(
        string organisation, string name, string? role, bool? disabled, CancellationToken cancellationToken) =>
        KeepingAnAdministratorAsync(organisation, async db =>
        {
            if (await db.Set<UserRow>().SingleOrDefaultAsync(row => row.Organisation == organisation && row.Name == name, cancellationToken)
                is not { } user)
            {
                return null;
            }

            user.Role = role ?? user.Role;
            user.Disabled = disabled ?? user.Disabled;
            await db.SaveChangesAsync(cancellationToken);
            if (user.Disabled)
            {
                await db.Set<SessionRow>().Where(row => row.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
            }

            return user;
        }, cancellationToken);

    /// <summary>Deletes a user with keys and sessions. False when there is none.</summary>
    /// <exception cref="FaultException"><c>identity.last_administrator</c> or <c>identity.changed_meanwhile</c>.</exception>
    internal Task<bool> DeleteAsync(string organisation, string name, CancellationToken cancellationToken) =>
        KeepingAnAdministratorAsync(
            organisation,
            async db => await db.Set<UserRow>().Where(row => row.Organisation == organisation && row.Name == name)
                .ExecuteDeleteAsync(cancellationToken) == 1,
            cancellationToken);

    // change and check are one transaction, so that two administrators cannot remove each other at once
    private async Task<T> KeepingAnAdministratorAsync<T>(
        string organisation, Func<PlatformDb, Task<T>> change, CancellationToken cancellationToken)
    {
        try
        {
            await using var db = databases.Create();
            await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.Serializable, cancellationToken);
            var changed = await change(db);
            if (!await db.Set<UserRow>().AnyAsync(
                row => row.Organisation == organisation && row.Role == Roles.Administrator && !row.Disabled, cancellationToken))
            {
                throw new FaultException(UserFaults.LastAdministrator);
            }

            await transaction.CommitAsync(cancellationToken);
            return changed;
        }
        catch (Exception failure) when (IsClash(failure) || IsClash(failure.InnerException))
        {
            throw new FaultException(UserFaults.ChangedMeanwhile, failure);
        }
    }

    // PostgreSQL ends one of two transactions that cannot be put in an order
    private static bool IsClash(Exception? failure) => failure is DbException { SqlState: "40001" or "40P01" };

    private static FaultException Exists(string name, Exception? cause) => new(new Fault(
        FaultKind.Conflict, "identity.user_exists", $"The name `{name}` is taken.", "name", "Use another name."), cause);
}
