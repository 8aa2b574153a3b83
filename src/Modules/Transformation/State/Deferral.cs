using System.Text.Json;
using Talentys.Kernel;
using Talentys.Transformation.Public;
using Talentys.Transformation.Relations;

namespace Talentys.Transformation.State;

/// <summary>Where nodes that are not built now are read from: their tables of an earlier state, where there are none of this target.</summary>
/// <param name="state">The state.</param>
/// <param name="chosen">Ids of the nodes that are built: they are never read elsewhere.</param>
/// <param name="favorsState">Whether the state's tables are read even where this target has its own.</param>
/// <param name="environment">The environment that is built.</param>
internal sealed class Deferral(PreviousState state, IReadOnlySet<string> chosen, bool favorsState, string environment)
{
    /// <summary>The table that stands for a node; null for the node's own.</summary>
    /// <param name="node">What is referred to.</param>
    /// <param name="isThere">Whether the node's own table is there.</param>
    public Relation? Of(DbtNode node, Func<bool> isThere) =>
        !chosen.Contains(node.UniqueId) && TableOf(node) is { } table && (favorsState || !isThere()) ? table : null;

    /// <summary>Refuses a state whose tables are nowhere here.</summary>
    /// <param name="read">The nodes that may be read there.</param>
    /// <param name="environments">The environments that there are.</param>
    /// <param name="organisation">The organisation.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="FaultException"><c>dbt.state_environment_unknown</c>.</exception>
    public async Task CheckAsync(IEnumerable<DbtNode> read, IEnvironments environments, string organisation, CancellationToken cancellationToken)
    {
        foreach (var (node, other) in read.Where(node => !chosen.Contains(node.UniqueId)).Select(node => (node, Table: TableOf(node))).Where(one => one.Table is { NamesDatabase: true }).DistinctBy(one => one.Table!.Database))
        {
            if (!await environments.KnowsAsync(new Scope(organisation, other!.Database!), cancellationToken))
            {
                throw new FaultException(Fault.Invalid(
                    "dbt.state_environment_unknown", $"The state has {node.UniqueId} in the database {other.Database}, and there is no environment of that name.", "--state",
                    "Take the target folder of a build with --env of the environment that is to be read, or declare the environment in envs of talentys.yml."));
            }
        }
    }

    private Relation? TableOf(DbtNode node)
    {
        if (node.ResourceType is not ("model" or "seed" or "snapshot") || !state.Nodes.TryGetValue(node.UniqueId, out var old)
            || Text(old, "schema") is not { } schema || Text(old, "alias") is not { } name)
        {
            return null;
        }

        var kind = old.TryGetProperty("config", out var config) && config.ValueKind == JsonValueKind.Object ? Text(config, "materialized") : null;
        var database = Text(old, "database") ?? environment;
        return kind == "ephemeral" ? null
            : new Relation(database, schema, name, kind == "view" ? "view" : "table") { NamesDatabase = !string.Equals(database, environment, StringComparison.OrdinalIgnoreCase) };
    }

    private static string? Text(JsonElement element, string key) => element.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
