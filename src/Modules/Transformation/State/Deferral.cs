using System.Text.Json;
using Talentys.Transformation.Public;

namespace Talentys.Transformation.State;

/// <summary>Where nodes that are not built now are read from: their tables of an earlier state, where there are none of this target.</summary>
internal sealed class Deferral(PreviousState state, IReadOnlySet<string> chosen, bool favorsState)
{
    /// <summary>Schema and name of the table that stands for a node; null for the node's own.</summary>
    /// <param name="node">What is referred to.</param>
    /// <param name="isThere">Whether the node's own table is there.</param>
    public (string Schema, string Name, bool IsView)? Of(DbtNode node, Func<bool> isThere)
    {
        if (node.ResourceType is not ("model" or "seed" or "snapshot") || !state.Nodes.TryGetValue(node.UniqueId, out var old)
            || Text(old, "schema") is not { } schema || Text(old, "alias") is not { } name || (old.TryGetProperty("config", out var config) && Text(config, "materialized") == "ephemeral"))
        {
            return null;
        }

        return (favorsState && !chosen.Contains(node.UniqueId)) || !isThere() ? (schema, name, config.ValueKind == JsonValueKind.Object && Text(config, "materialized") == "view") : null;
    }

    private static string? Text(JsonElement element, string key) => element.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
