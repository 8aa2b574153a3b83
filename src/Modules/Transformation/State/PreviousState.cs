using System.Text.Json;
using Talentys.Kernel;

namespace Talentys.Transformation.State;

/// <summary>What an earlier run left: <c>manifest.json</c>, <c>run_results.json</c> and <c>sources.json</c> of a folder.</summary>
internal sealed class PreviousState
{
    private static readonly string[] Sections = ["nodes", "sources", "exposures", "metrics", "semantic_models", "saved_queries", "unit_tests"];

    private readonly string folder;
    private readonly Lazy<(Dictionary<string, JsonElement> Nodes, Dictionary<string, JsonElement> Macros)> manifest;

    public PreviousState(string folder)
    {
        this.folder = folder;
        manifest = new Lazy<(Dictionary<string, JsonElement>, Dictionary<string, JsonElement>)>(() =>
        {
            var content = Read("manifest.json");
            var nodes = Sections.SelectMany(section => content.TryGetProperty(section, out var found) && found.ValueKind == JsonValueKind.Object ? found.EnumerateObject() : default(IEnumerable<JsonProperty>) ?? [])
                .DistinctBy(property => property.Name).ToDictionary(property => property.Name, property => property.Value, StringComparer.Ordinal);
            var macros = content.TryGetProperty("macros", out var all) && all.ValueKind == JsonValueKind.Object ? all.EnumerateObject().ToDictionary(property => property.Name, property => property.Value, StringComparer.Ordinal) : [];
            return (nodes, macros);
        });
    }

    /// <summary>All nodes of the manifest by their ids.</summary>
    public IReadOnlyDictionary<string, JsonElement> Nodes => manifest.Value.Nodes;

    /// <summary>All macros of the manifest by their ids.</summary>
    public IReadOnlyDictionary<string, JsonElement> Macros => manifest.Value.Macros;

    /// <summary>The results of a file by the ids of the nodes.</summary>
    /// <exception cref="FaultException">There is no such file, or it is no artifact.</exception>
    public IReadOnlyList<(string Id, JsonElement Result)> Results(string name) => Read(name).TryGetProperty("results", out var results) && results.ValueKind == JsonValueKind.Array
        ? [.. results.EnumerateArray().Where(one => one.TryGetProperty("unique_id", out _)).Select(one => (one.GetProperty("unique_id").GetString() ?? "", one))]
        : throw Wrong(name, "it has no results");

    private JsonElement Read(string name)
    {
        var path = Path.Combine(folder, name);
        if (!File.Exists(path))
        {
            throw new FaultException(Fault.Invalid("dbt.state_missing", $"There is no {name} in {folder}.", "--state", "Name the folder of an earlier run's target, copied away: --state FOLDER"));
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : throw Wrong(name, "it is no object");
        }
        catch (JsonException failure)
        {
            throw Wrong(name, failure.Message);
        }
    }

    private FaultException Wrong(string name, string why) => new(Fault.Invalid("dbt.state_invalid", $"{Path.Combine(folder, name)} cannot be read: {why.TrimEnd('.')}.", "--state", "Name the folder of artifacts of dbt."));
}
