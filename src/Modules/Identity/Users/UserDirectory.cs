using Microsoft.EntityFrameworkCore;
using Talentys.Identity.SignIns;
using Talentys.Kernel;
using Talentys.Storage;

namespace Talentys.Identity.Users;

/// <summary>Finds users by name as the principals that they are when they sign in.</summary>
internal sealed class UserDirectory(IPlatformDbFactory databases) : IPrincipalDirectory
{
    public async Task<Principal?> FindUserAsync(string organisation, string name, CancellationToken cancellationToken)
    {
        var key = name.ToLowerInvariant();
        await using var db = databases.Create();
        var user = await db.Set<UserRow>().AsNoTracking()
            .SingleOrDefaultAsync(row => row.Organisation == organisation && row.Name == key && !row.Disabled, cancellationToken);

        // a password to change keeps the user from signing in, not others from looking as the user will
        return user is null ? null : Principals.OfUser(user, byLink: true).Principal;
    }
}
