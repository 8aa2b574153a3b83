using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Query.Public;
using Talentys.Transformation.Builds;
using Talentys.Transformation.Parsing;
using Talentys.Transformation.Public;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Analysis;

/// <summary>Reads models without a lake: renders each, and binds what comes of it against what is known of the models above.</summary>
internal sealed class LooseReader
{
    private readonly BuildPlan plan;
    private readonly SqlBinder binder;
    private readonly KnownRelations known = new();

    public LooseReader(BuildPlan plan, SqlBinder binder)
    {
        (this.plan, this.binder) = (plan, binder);
        foreach (var node in plan.Project.Nodes.Where(node => node.ResourceType is "source" or "seed"))
        {
            known.Put(plan.RelationOf(node), node.ResourceType == "seed" ? KnownRelations.OfSeed(node) : null);
        }
    }

    /// <summary>The models and snapshots of a project, each after what it needs.</summary>
    public static IEnumerable<DbtNode> InOrder(BuildPlan plan) => plan.Project.Nodes.Where(node => node.ResourceType is "model" or "snapshot")
        .OrderBy(node => plan.Above(node).Count).ThenBy(node => node.UniqueId, StringComparer.Ordinal);

    /// <summary>Columns of what was read; null where they are not known.</summary>
    public IReadOnlyList<(string Column, string Type)>? Columns(DbtNode node) => known.Columns(plan.RelationOf(node));

    /// <summary>Reads a node after those above it; of a model what it gives is known from then on.</summary>
    public async Task<Reading> ReadAsync(DbtNode node, Action<JinjaNames>? change, CancellationToken cancellationToken)
    {
        var reading = await RenderedAsync(node, change, cancellationToken);
        if (node.ResourceType is "model" or "snapshot")
        {
            var isPlain = node.ResourceType == "model" && reading.Asked is null && node.Draft.Config.Text("materialized") is "view" or "table" or "incremental" or "materialized_view" or "ephemeral" && node.Draft.Config.Get("post_hook") is not PyList { Count: > 0 };
            known.Put(plan.RelationOf(node), isPlain ? reading.Binding?.Columns : null);
        }

        return reading;
    }

    private async Task<Reading> RenderedAsync(DbtNode node, Action<JinjaNames>? change, CancellationToken cancellationToken)
    {
        var warehouse = new AssumedWarehouse(plan.Environment, known, binder, cancellationToken);
        string sql;
        try
        {
            sql = new NodeBuild(plan, node, warehouse, cancellationToken) { LeavesEphemerals = true, Change = change }.Compile();
        }
        catch (FaultException failure)
        {
            return new Reading("", warehouse.Asked, failure.Faults, null);
        }
        catch (JinjaException failure)
        {
            return new Reading("", warehouse.Asked, [MacroTable.Faulty(failure, node.File)], null);
        }

        if (sql.Trim().Length == 0)
        {
            return new Reading("", warehouse.Asked, [Fault.Invalid("dbt.sql_empty", "Its template gives no SQL.", node.File, "Disable it, or write a select.")], null);
        }

        var tables = plan.Above(node).Select(id => plan.ById[id]).Where(one => one.ResourceType is "model" or "seed" or "snapshot").Select(plan.RelationOf)
            .DistinctBy(relation => relation.ToString()).Select(relation => (Name: relation.ToString(), Columns: known.Columns(relation))).Where(table => table.Columns is not null)
            .ToDictionary(table => table.Name, table => table.Columns!, StringComparer.Ordinal);
        return new Reading(sql, warehouse.Asked, [], await binder.BindAsync(sql, new LineageCatalog(tables), cancellationToken));
    }

    /// <summary>What was read of a node.</summary>
    /// <param name="Sql">Its SQL; empty where its template fails.</param>
    /// <param name="Asked">What its template asked the warehouse, which is not here; null for nothing.</param>
    /// <param name="Faults">Why it fails.</param>
    /// <param name="Binding">What is told of the SQL.</param>
    public sealed record Reading(string Sql, string? Asked, IReadOnlyList<Fault> Faults, SqlBinding? Binding);
}
