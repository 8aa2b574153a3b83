using Talentys.Governance.Patterns;
using Talentys.Governance.Subjects;

namespace Talentys.Governance.Grants;

/// <summary>What <c>access.yml</c> says.</summary>
/// <param name="Groups">Groups by name.</param>
/// <param name="Users">Users by name.</param>
/// <param name="Grants">Grants in the order of the file.</param>
internal sealed record AccessFile(
    IReadOnlyDictionary<string, Group> Groups, IReadOnlyDictionary<string, UserFacts> Users, IReadOnlyList<Grant> Grants)
{
    /// <summary>The file that is not there.</summary>
    public static AccessFile None { get; } = new(
        new Dictionary<string, Group>(StringComparer.Ordinal), new Dictionary<string, UserFacts>(StringComparer.OrdinalIgnoreCase), []);
}

/// <summary>A group.</summary>
/// <param name="Attributes">Attributes that its members have; null when it does not say.</param>
/// <param name="Members">Users in it.</param>
internal sealed record Group(IReadOnlyList<string>? Attributes, IReadOnlySet<string> Members);

/// <summary>What the file says of a user.</summary>
/// <param name="Groups">Groups that the user is in.</param>
/// <param name="Attributes">Values by attribute.</param>
internal sealed record UserFacts(IReadOnlyList<string> Groups, IReadOnlyDictionary<string, IReadOnlyList<string>> Attributes);

/// <summary>A grant, or its contrary.</summary>
/// <param name="To">To whom.</param>
/// <param name="Can">What they can do.</param>
/// <param name="On">Tables and columns by pattern.</param>
internal sealed record Grant(IReadOnlyList<Subject> To, GrantLevel Can, IReadOnlyList<NamePattern> On);

/// <summary>What is granted.</summary>
internal enum GrantLevel
{
    /// <summary>Not to know that it is there: beats all others.</summary>
    None,

    /// <summary>To read.</summary>
    Read,

    /// <summary>To read and to change.</summary>
    Write,
}
