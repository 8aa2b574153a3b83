namespace Talentys.Kernel;

/// <summary>Where something happens: one environment of one organisation. Every table, run and query has exactly one.</summary>
/// <param name="Organisation">Short name of the organisation, for example <c>default</c>.</param>
/// <param name="Environment">Name of the environment, for example <c>dev</c> or <c>prod</c>.</param>
public sealed record Scope(string Organisation, string Environment)
{
    /// <summary>The organisation that the first start creates.</summary>
    public const string DefaultOrganisation = "default";

    /// <summary>The environment of a project that names none.</summary>
    public const string DefaultEnvironment = "dev";

    /// <inheritdoc/>
    public override string ToString() => $"{Organisation}/{Environment}";
}
