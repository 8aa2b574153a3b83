namespace Talentys.Kernel;

/// <summary>What sort of principal acts.</summary>
public enum PrincipalKind
{
    /// <summary>A person who signed in.</summary>
    User,

    /// <summary>A program with an account of its own.</summary>
    ServiceAccount,

    /// <summary>The command line on this machine, through the token in the project's state folder.</summary>
    LocalOperator,

    /// <summary>The platform itself: schedules, maintenance.</summary>
    System,
}

/// <summary>Who asks: acts in one organisation, with roles, groups and attributes. Nothing runs without one.</summary>
/// <param name="Id">Stable identifier.</param>
/// <param name="Kind">What sort of principal.</param>
/// <param name="Name">Name shown to people and written to the audit log.</param>
/// <param name="Organisation">The organisation in which it acts.</param>
/// <param name="Roles">Names of <see cref="Talentys.Kernel.Roles"/>.</param>
/// <param name="Groups">Groups, for access policies.</param>
/// <param name="Attributes">Attributes, for row filters: name to values.</param>
public sealed record Principal(
    string Id,
    PrincipalKind Kind,
    string Name,
    string Organisation,
    IReadOnlySet<string> Roles,
    IReadOnlySet<string> Groups,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Attributes)
{
    /// <summary>The platform itself, acting in an organisation.</summary>
    public static Principal System(string organisation) => new(
        "system", PrincipalKind.System, "system", organisation, Talentys.Kernel.Roles.All, EmptySet, EmptyAttributes);

    /// <summary>No groups.</summary>
    public static IReadOnlySet<string> EmptySet { get; } = new HashSet<string>();

    /// <summary>No attributes.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> EmptyAttributes { get; } =
        new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Whether the principal has a role.</summary>
    public bool Is(string role) => Roles.Contains(role);
}
