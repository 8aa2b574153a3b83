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

    public IConnector Connector(string type) => byType[type];

    private IConnector Connector(ResourceDocument document) => byType[document.Root.Text("type") ?? ""];

    public Result<SourceDefinition> Parse(ResourceDocument document) => Connector(document).Parse(document);
}
