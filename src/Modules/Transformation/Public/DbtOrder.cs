using Talentys.Kernel;
using Talentys.Transformation.State;

namespace Talentys.Transformation.Public;

/// <summary>Which dbt project is read, and how.</summary>
/// <param name="Folder">Folder of the project: it holds <c>dbt_project.yml</c>.</param>
public sealed record DbtOrder(string Folder)
{
    /// <summary>Variables of the command line, as YAML: <c>{start: 2024-01-01}</c>.</summary>
    public string? Vars { get; init; }

    /// <summary>The target of the profile; null for the one that the profile names.</summary>
    public string? Target { get; init; }

    /// <summary>The profile; null for the one that the project names.</summary>
    public string? Profile { get; init; }

    /// <summary>Folder of <c>profiles.yml</c>; null looks into the project, then into <c>~/.dbt</c>.</summary>
    public string? ProfilesFolder { get; init; }

    /// <summary>Variables of the process that <c>env_var</c> sees.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>
    /// Whether templates may read every variable of the process and profiles of any folder, for they are the user's; otherwise those
    /// that are named <c>DBT_</c>, without secrets, and profiles within the project.
    /// </summary>
    public bool TrustsProject { get; init; }

    /// <summary>Folder with <c>manifest.json</c> of an earlier state, which <c>state:</c> compares with.</summary>
    public string? StateFolder { get; init; }

    /// <summary>What templates see as the database of all tables: the environment that is built.</summary>
    public string Database { get; init; } = "lake";

    /// <summary>What time it is.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Takes note of faults, which then do not end the reading; null where they do.</summary>
    internal Projects.ReadingNotes? Notes { get; init; }

    /// <summary>Whether a path is within the project.</summary>
    internal bool IsWithin(string path)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(Folder));
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(root, path)));
        return full == root || full.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }

    /// <summary>The earlier state in a folder; null for none.</summary>
    /// <exception cref="FaultException">A server reads states only within the project.</exception>
    internal PreviousState? State(string? folder) => folder is null ? null
        : TrustsProject || IsWithin(folder) ? new PreviousState(Path.GetFullPath(Path.Combine(Folder, folder)))
        : throw new FaultException(Fault.Invalid("dbt.state_refused", "A server reads an earlier state only from within the project.", "--state", "Put it into a folder of the project."));
}
