using System.Text.Json.Nodes;
using Talentys.Ingestion.Connectors;
using Talentys.Kernel;

namespace Talentys.Ingestion.Sources;

/// <summary>The resource kind of <c>sources/*.yml</c>: one schema for each type of connector.</summary>
internal sealed class SourceKind(IEnumerable<IConnector> connectors) : IResourceKind
{
    public const string KindName = "source";
    private readonly Dictionary<string, IConnector> byType = connectors.ToDictionary(connector => connector.Type);

    public string Name => KindName;

    public string Location => "sources";

    public JsonObject Schema
    {
        get
        {
            if (byType.Count == 1)
            {
                return byType.Values.First().Schema;
            }

            return new JsonObject
            {
                ["type"] = "object",
                ["required"] = new JsonArray("type"),
                ["oneOf"] = new JsonArray([.. byType.Values.Select(connector => (JsonNode)connector.Schema)]),
            };
        }
    }

    public IEnumerable<Fault> Check(ResourceDocument document) => Connector(document).Parse(document).Faults;

    public IEnumerable<Fault> CheckSaving(ResourceDocument document, ResourceDocument? before, Principal principal)
    {
        // the page's address of a source is that of a list too
        if (before is null && document.Name is "status" or "files")
        {
            yield return Fault.Invalid("ingestion.name_reserved", $"'{document.Name}' is kept for the platform.", "name", "Choose another name.");
        }

        foreach (var fault in Connector(document).CheckSaving(document, before, principal))
        {
            yield return fault;
        }
    }

    /// <summary>The types of sources, by title.</summary>
    public IReadOnlyList<IConnector> Connectors => [.. byType.Values.OrderBy(connector => connector.Title, StringComparer.Ordinal)];

    public IConnector Connector(string type) => byType[type];

    private IConnector Connector(ResourceDocument document) => byType[document.Root.Text("type") ?? ""];

    public Result<SourceDefinition> Parse(ResourceDocument document) => Connector(document).Parse(document);
}
