namespace Talentys.Architecture.Tests.Modules;

/// <summary>A module as <c>architecture/modules.json</c> declares it.</summary>
internal sealed record DeclaredModule(string Name, int Tier, string Path, IReadOnlyList<string> Uses, string Owns, string Summary)
{
    /// <summary>Its project file, from the root.</summary>
    public string Project => $"{Path}/Talentys.{Name}.csproj";
}
