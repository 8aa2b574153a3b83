using System.Text.Json;
using Talentys.Architecture.Tests.Tree;

namespace Talentys.Architecture.Tests.Modules;

/// <summary>Reads <c>architecture/modules.json</c>.</summary>
internal static class ModulesFile
{
    internal const string Location = "architecture/modules.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The declared modules, in the order of the file.</summary>
    public static IReadOnlyList<DeclaredModule> Read() => JsonSerializer.Deserialize<Modules>(Repository.Read(Location), Json)!.List;

    private sealed record Modules([property: System.Text.Json.Serialization.JsonPropertyName("modules")] IReadOnlyList<DeclaredModule> List);
}
