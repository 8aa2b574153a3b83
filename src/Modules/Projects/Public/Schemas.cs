using System.Text.Json.Nodes;
using Talentys.Kernel;
using Talentys.Projects.Resources;

namespace Talentys.Projects.Public;

/// <summary>The JSON Schemas of all kinds of resources, as editors take them.</summary>
/// <param name="kinds">Kinds that the modules bring.</param>
public sealed class Schemas(IEnumerable<IResourceKind> kinds)
{
    private readonly IReadOnlyList<IResourceKind> kinds = [.. kinds.OrderBy(kind => kind.Name, StringComparer.Ordinal)];

    /// <summary>Names of the kinds, in order.</summary>
    public IReadOnlyList<string> Kinds => [.. kinds.Select(kind => kind.Name)];

    /// <summary>The schema of a kind with its dialect, id, title and description; a copy.</summary>
    /// <exception cref="FaultException"><c>projects.kind_unknown</c>.</exception>
    public JsonObject Of(string kind)
    {
        var known = kinds.FirstOrDefault(one => one.Name == kind) ?? throw KindFaults.Unknown(kind, kinds);
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = Href(kind),
            ["title"] = $"Talentys {kind}",
            ["description"] = $"A {kind} of a Talentys project: {Place(known.Location)}.",
        };
        foreach (var (key, value) in known.Schema)
        {
            schema[key] = value?.DeepClone();
        }

        return schema;
    }

    /// <summary>Folder or file of a kind in the project.</summary>
    internal string LocationOf(string kind) => kinds.First(one => one.Name == kind).Location;

    /// <summary>Where the server gives the schema of a kind.</summary>
    internal static string Href(string kind) => $"/schemas/{kind}.json";

    private static string Place(string location) => ResourceFiles.IsYaml(location) ? location : $"{location}/*.yml";
}
