using Talentys.Governance.Grants;
using Talentys.Governance.Patterns;
using Talentys.Governance.Policies;

namespace Talentys.Governance.Resolution;

/// <summary>All policies and grants at one moment; never changed.</summary>
internal sealed class PolicySet
{
    public PolicySet(IReadOnlyList<PolicyFile> files, AccessFile access, IReadOnlyDictionary<string, IReadOnlyList<NamePattern>> tags)
    {
        (Files, Access) = (files, access);
        Masks = [.. files.SelectMany(file => file.Masks)];
        Rows = [.. files.SelectMany(file => file.Rows)];
        Groups = [.. files.Select(file => file.Groups).OfType<GroupRule>()];
        Tags = files.SelectMany(file => file.Tags).Concat(tags)
            .GroupBy(tag => tag.Key, StringComparer.Ordinal)
            .ToDictionary(tag => tag.Key, tag => (IReadOnlyList<NamePattern>)[.. tag.SelectMany(pair => pair.Value)], StringComparer.Ordinal);
        IsGranting = access.Grants.Any(grant => grant.Can != GrantLevel.None);
    }

    /// <summary>Nothing is said.</summary>
    public static PolicySet None { get; } = new([], AccessFile.None, new Dictionary<string, IReadOnlyList<NamePattern>>());

    public IReadOnlyList<PolicyFile> Files { get; }

    public AccessFile Access { get; }

    public IReadOnlyList<MaskRule> Masks { get; }

    public IReadOnlyList<RowRule> Rows { get; }

    public IReadOnlyList<GroupRule> Groups { get; }

    /// <summary>Patterns of columns by tag.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<NamePattern>> Tags { get; }

    /// <summary>Whether reading is by grants: once anything is granted to anybody, the rest is not.</summary>
    public bool IsGranting { get; }

    /// <summary>Whether anything is kept from anybody.</summary>
    public bool IsEmpty => Masks.Count == 0 && Rows.Count == 0 && Groups.Count == 0 && Access.Grants.Count == 0;

    /// <summary>Whether there is not even a group.</summary>
    public bool IsSilent => IsEmpty && Access.Groups.Count == 0 && Access.Users.Count == 0;

    /// <summary>The columns that a mask is about.</summary>
    public IReadOnlyList<NamePattern> ColumnsOf(MaskRule rule) =>
        rule.Tag is null ? rule.Columns : Tags.TryGetValue(rule.Tag, out var patterns) ? patterns : [];
}
