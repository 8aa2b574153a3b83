using Talentys.Governance.Resolution;
using Talentys.Kernel;

namespace Talentys.Governance.Policies;

/// <summary>The tests of policies and whom they speak of.</summary>
internal sealed class PolicyTests(PolicyStore store, IEnumerable<IPrincipalDirectory> directories) : IPolicyTests
{
    private const string User = "user:";
    private const string Group = "group:";

    public async Task<IReadOnlyList<PolicyTest>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await store.SetAsync(cancellationToken)).Files.SelectMany(file => file.Tests)];

    public async Task<Principal?> FindAsync(string organisation, string name, CancellationToken cancellationToken)
    {
        var access = (await store.SetAsync(cancellationToken)).Access;
        if (name.StartsWith(Group, StringComparison.Ordinal))
        {
            return access.Groups.ContainsKey(name[Group.Length..])
                ? Reader(organisation, name) with { Groups = new HashSet<string> { name[Group.Length..] } }
                : null;
        }

        var user = name.StartsWith(User, StringComparison.Ordinal) ? name[User.Length..] : name;
        foreach (var directory in directories)
        {
            if (await directory.FindUserAsync(organisation, user, cancellationToken) is { } found)
            {
                return found;
            }
        }

        return access.Users.ContainsKey(user) || access.Groups.Values.Any(group => group.Members.Contains(user))
            ? Reader(organisation, user)
            : null;
    }

    private static Principal Reader(string organisation, string name) => new(
        $"as {name}", PrincipalKind.User, name, organisation, Roles.Including(Roles.Reader), Principal.EmptySet, Principal.EmptyAttributes);
}
