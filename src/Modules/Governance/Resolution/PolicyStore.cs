using System.Collections.Concurrent;
using Talentys.Governance.Grants;
using Talentys.Governance.Masks;
using Talentys.Governance.Patterns;
using Talentys.Governance.Policies;
using Talentys.Kernel;

namespace Talentys.Governance.Resolution;

/// <summary>
/// The policies as the project's files are now. Files with faults close everything: what they would have hidden is not known.
/// </summary>
internal sealed class PolicyStore(
    PlatformFolders folders, IResources resources, ISqlExpressions expressions, PseudonymKeys keys, IEnumerable<IColumnTags> catalogs)
    : IAccessPolicies, IDisposable
{
    private const int MostPrincipals = 2_000;
    private readonly SemaphoreSlim one = new(1);
    private readonly ConcurrentDictionary<string, Loaded> loaded = new(StringComparer.Ordinal);

    public void Dispose() => one.Dispose();

    /// <inheritdoc/>
    public async ValueTask<IAccess> OfAsync(Principal principal, Scope scope, CancellationToken cancellationToken)
    {
        var current = await CurrentAsync(scope, cancellationToken);
        if (current.Set.IsSilent || principal.Kind == PrincipalKind.System)
        {
            return NoPolicies.Instance;
        }

        var name = KeyOf(principal);
        if (current.Principals.TryGetValue(name, out var known))
        {
            return known;
        }

        var key = current.Set.Masks.Any(rule => rule.Mask.Kind == MaskKind.Pseudonym) ? await keys.OfAsync(principal.Organisation, cancellationToken) : null;
        if (current.Principals.Count >= MostPrincipals)
        {
            current.Principals.Clear();
        }

        return current.Principals[name] = new PrincipalAccess(current.Set, Complete(current.Set.Access, principal), key);
    }

    /// <summary>A principal with the groups and attributes that <c>access.yml</c> gives its user.</summary>
    public static Principal Complete(AccessFile access, Principal principal)
    {
        if (principal.Kind != PrincipalKind.User)
        {
            return principal;
        }

        access.Users.TryGetValue(principal.Name, out var user);
        var groups = access.Groups.Where(group => group.Value.Members.Contains(principal.Name)).Select(group => group.Key)
            .Concat(user?.Groups ?? []).Concat(principal.Groups).ToHashSet(StringComparer.Ordinal);

        // an attribute is one of the user's groups: who left the group has its value no longer
        var attributes = principal.Attributes.Concat((user?.Attributes ?? Principal.EmptyAttributes)
                .Where(attribute => groups.Any(group => access.Groups.TryGetValue(group, out var known) && known.Attributes?.Contains(attribute.Key) is true)))
            .GroupBy(attribute => attribute.Key, StringComparer.Ordinal)
            .ToDictionary(attribute => attribute.Key, attribute => attribute.Last().Value, StringComparer.Ordinal);
        return principal with { Groups = groups, Attributes = attributes };
    }

    /// <summary>The policies, which have no faults.</summary>
    /// <exception cref="FaultException"><c>governance.policies_invalid</c>.</exception>
    public async ValueTask<PolicySet> SetAsync(CancellationToken cancellationToken) => (await CurrentAsync(null, cancellationToken)).Set;

    private async ValueTask<Loaded> CurrentAsync(Scope? scope, CancellationToken cancellationToken)
    {
        var current = await LoadAsync(scope, cancellationToken);
        return current.Faults.Count == 0 ? current : throw new FaultException(new Fault(
            FaultKind.Unavailable, "governance.policies_invalid", "The access policies have faults, so nobody can read tables.", null,
            "An administrator can mend them: talentys validate tells what is wrong."));
    }

    private async ValueTask<Loaded> LoadAsync(Scope? scope, CancellationToken cancellationToken)
    {
        var stamp = PolicyFiles.Stamp(folders);
        var slot = "";
        if (stamp.Length > 0 && scope is not null)
        {
            foreach (var catalog in catalogs)
            {
                slot = scope.ToString();
                stamp += $"{await catalog.StampAsync(scope, cancellationToken)}\n";
            }
        }

        if (loaded.TryGetValue(slot, out var known) && known.Stamp == stamp)
        {
            return known;
        }

        await one.WaitAsync(cancellationToken);
        try
        {
            return loaded.TryGetValue(slot, out known) && known.Stamp == stamp
                ? known
                : loaded[slot] = await ReadAsync(stamp, scope, cancellationToken);
        }
        finally
        {
            one.Release();
        }
    }

    private async Task<Loaded> ReadAsync(string stamp, Scope? scope, CancellationToken cancellationToken)
    {
        if (stamp.Length == 0)
        {
            return new Loaded(stamp, PolicySet.None, []);
        }

        var policies = await resources.LoadAsync(PolicyKind.KindName, cancellationToken);
        var access = await resources.LoadAsync(AccessKind.KindName, cancellationToken);
        List<ResourceDocument> documents = [.. policies.Documents, .. access.Documents];
        List<Fault> faults = [.. policies.Faults, .. access.Faults, .. GroupChecks.Unknown(documents)];
        Dictionary<string, IReadOnlyList<NamePattern>> tags = new(StringComparer.Ordinal);
        foreach (var catalog in scope is null ? [] : catalogs)
        {
            foreach (var (tag, columns) in await catalog.PatternsAsync(scope!, cancellationToken))
            {
                IReadOnlyList<NamePattern> more = [.. columns.Select(column => NamePattern.Read(column, 3, 3).Pattern).OfType<NamePattern>()];
                tags[tag] = tags.TryGetValue(tag, out var before) ? [.. before, .. more] : more;
            }
        }

        return new Loaded(
            stamp,
            new PolicySet(
                [.. policies.Documents.Select(document => PolicyReader.Read(document, expressions).Policy)],
                access.Documents is [var file, ..] ? AccessReader.Read(file).Access : AccessFile.None,
                tags),
            faults);
    }

    // \u0001 is in no name: resource files have no control characters, and neither have users
    private static string KeyOf(Principal principal) => string.Join('\u0001',
    [
        principal.Organisation, principal.Kind.ToString(), principal.Name, string.Join('\u0002', principal.Roles.Order(StringComparer.Ordinal)),
        string.Join('\u0002', principal.Groups.Order(StringComparer.Ordinal)),
        .. principal.Attributes.OrderBy(attribute => attribute.Key, StringComparer.Ordinal)
            .Select(attribute => $"{attribute.Key}\u0002{string.Join('\u0003', attribute.Value)}"),
    ]);

    private sealed record Loaded(string Stamp, PolicySet Set, IReadOnlyList<Fault> Faults)
    {
        public ConcurrentDictionary<string, PrincipalAccess> Principals { get; } = new(StringComparer.Ordinal);
    }
}
