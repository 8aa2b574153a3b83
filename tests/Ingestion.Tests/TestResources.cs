using System.Text.Json;
using Talentys.Kernel;

namespace Talentys.Ingestion.Tests;

/// <summary>Resources that a test declares.</summary>
internal sealed class TestResources : IResources
{
    public List<ResourceDocument> Documents { get; } = [];

    public Task<ResourceSet> LoadAsync(string? kind, CancellationToken cancellationToken) =>
        Task.FromResult(new ResourceSet(Documents, []));

    public static ResourceDocument Document(string name, string json)
    {
        using var document = JsonDocument.Parse(json);
        return new ResourceDocument("source", name, $"sources/{name}.yml", (ResourceNode.Mapping)Node(document.RootElement));
    }

    private static ResourceNode Node(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => new ResourceNode.Mapping(
            [.. value.EnumerateObject().Select(one => new ResourceNode.Entry(new ResourceNode.Scalar(one.Name, false, 1, 1), Node(one.Value)))], 1, 1),
        JsonValueKind.Array => new ResourceNode.Sequence([.. value.EnumerateArray().Select(Node)], 1, 1),
        JsonValueKind.Null => new ResourceNode.Scalar(null, false, 1, 1),
        JsonValueKind.String => new ResourceNode.Scalar(value.GetString(), true, 1, 1),
        _ => new ResourceNode.Scalar(value.GetRawText(), false, 1, 1),
    };
}
