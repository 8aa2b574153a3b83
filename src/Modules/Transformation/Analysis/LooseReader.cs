using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Query.Public;
using Talentys.Transformation.Builds;
using Talentys.Transformation.Parsing;
using Talentys.Transformation.Public;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Analysis;

/// <summary>Reads models without a lake: renders each, and binds what comes of it against what is known of the models above.</summary>
internal sealed class LooseReader(BuildPlan plan, SqlBinder binder, KnownRelations known)
{
    /// <summary>Ephemeral models are read by themselves, as all others; otherwise within those that read them.</summary>
    public bool LeavesEphemerals { get; init; }

    /// <summary>The models and snapshots of a project, each after what it needs.</summary>
    public static IEnumerable<DbtNode> InOrder(BuildPlan plan) => plan.Project.Nodes.Where(node => node.ResourceType is "model" or "snapshot")
        .OrderBy(node => plan.Above(node).Count).ThenBy(node => node.UniqueId, StringComparer.Ordinal);

    /// <summary>Whether a model's table has the columns of its SQL.</summary>
    public static bool IsPlain(DbtNode node) => node.Draft.Config.Text("materialized") is "view" or "table" or "incremental" or "materialized_view" or "ephemeral";

    /// <summary>Columns of a node as they are known; null where they are not.</summary>
    public IReadOnlyList<(string Column, string Type)>? Columns(DbtNode node) => known.Columns(plan.RelationOf(node));

    /// <summary>The columns that a node's table will have; null where something else than its SQL may have a say.</summary>
    public IReadOnlyList<(string Column, string Type)>? Kept(DbtNode node, Reading reading)
    {
        if (node.ResourceType != "model" || reading.Asked is not null || reading.Binding?.Columns is not { Count: > 0 } columns || !IsPlain(node) || node.Draft.Config.Get("post_hook") is PyList { Count: > 0 })
        {
            return null;
        }

        // an incremental table keeps the columns that it has, with their types
        return node.Draft.Config.Text("materialized") != "incremental" || plan.Request.FullRefresh || Columns(node) is not { } before ? columns
            : [.. columns.Concat(before).DistinctBy(column => column.Column, StringComparer.OrdinalIgnoreCase).Select(column => (column.Column, ""))];
    }

    /// <summary>Reads a node after those above it; of a model what it gives is known from then on.</summary>
    public async Task<Reading> ReadAndKeepAsync(DbtNode node, Action<JinjaNames>? change, CancellationToken cancellationToken)
    {
        var reading = await ReadAsync(node, change, cancellationToken);
        known.Put(plan.RelationOf(node), Kept(node, reading));
        return reading;
    }

    /// <summary>Reads a node after those above it.</summary>
    public async Task<Reading> ReadAsync(DbtNode node, Action<JinjaNames>? change, CancellationToken cancellationToken)
    {
        var warehouse = new AssumedWarehouse(plan.Environment, known, binder, cancellationToken);
        string sql;
        try
        {
            sql = new NodeBuild(plan, node, warehouse, cancellationToken) { LeavesEphemerals = LeavesEphemerals, Change = change }.Compile();
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

        var tables = plan.Above(node).Select(id => plan.ById[id]).Where(one => one.ResourceType is "model" or "seed" or "snapshot" or "source").Append(node).Where(one => LeavesEphemerals || !BuildPlan.IsEphemeral(one)).Select(plan.RelationOf)
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
