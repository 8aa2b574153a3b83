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

    /// <summary>What time it is.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
