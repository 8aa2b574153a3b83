namespace Talentys.Kernel;

/// <summary>The built-in roles, each including those below it.</summary>
public static class Roles
{
    /// <summary>Manages the organisation: users, keys, secrets, settings.</summary>
    public const string Administrator = "administrator";

    /// <summary>Changes data: sources, runs, tables.</summary>
    public const string Engineer = "engineer";

    /// <summary>Reads: queries, runs, resources.</summary>
    public const string Reader = "reader";

    /// <summary>Every role.</summary>
    public static IReadOnlySet<string> All { get; } = new HashSet<string> { Administrator, Engineer, Reader };

    /// <summary>A role and the roles it includes; empty for a name that is none.</summary>
    public static IReadOnlySet<string> Including(string role) => role switch
    {
        Administrator => All,
        Engineer => new HashSet<string> { Engineer, Reader },
        Reader => new HashSet<string> { Reader },
        _ => new HashSet<string>(),
    };
}
