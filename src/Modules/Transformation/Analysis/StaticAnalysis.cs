using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Query.Public;
using Talentys.Transformation.Builds;
using Talentys.Transformation.Public;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Analysis;

/// <summary>
/// Reads the SQL of models against the columns of what stands above them: unknown and ambiguous columns are told before anything runs, and each
/// column's way through the project. A model whose template needs answers of the lake is left out, and so are columns that come from it.
/// </summary>
internal sealed class StaticAnalysis(BuildPlan plan, ILineage lineage, KnownRelations known)
{
    /// <summary>The faults that are certain: others, as of an unknown table, may be mended by what runs before.</summary>
    private static readonly HashSet<string> Certain = ["lineage.column_not_found", "lineage.column_ambiguous", "lineage.column_later", "lineage.table_not_here"];

    /// <summary>Reads the models among these nodes in the order of the graph; seeds among them are known by their files.</summary>
    public async Task<IReadOnlyList<ModelAnalysis>> ReadAsync(IReadOnlyList<DbtNode> nodes, CancellationToken cancellationToken)
    {
        var found = new List<ModelAnalysis>();
        foreach (var node in nodes.Where(node => node.ResourceType is "model" or "seed" or "snapshot").OrderBy(node => plan.Above(node).Count).ThenBy(node => node.UniqueId, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var relation = plan.RelationOf(node);
            if (node.ResourceType != "model")
            {
                known.Put(relation, node.ResourceType == "seed" ? KnownRelations.OfSeed(node) : null);
                continue;
            }

            var model = await ReadAsync(node, cancellationToken);
            found.Add(model);
            if (!BuildPlan.IsEphemeral(node))
            {
                known.Put(relation, Columns(node, model, known.Find(relation) is { Type: "table" } there ? known.Columns(there) : []));
            }
        }

        return found;
    }

    /// <summary>The columns that a model's table will have; null where something else than its SQL may have a say.</summary>
    private IReadOnlyList<(string Column, string Type)>? Columns(DbtNode node, ModelAnalysis model, IReadOnlyList<(string Column, string Type)>? before)
    {
        var kind = node.Draft.Config.Text("materialized");
        if (model.Columns is not { Count: > 0 } columns || columns.Any(column => column.Column.Length == 0) || kind is not ("view" or "table" or "incremental") || node.Draft.Config.Get("post_hook") is PyList { Count: > 0 })
        {
            return null;
        }

        // an incremental model keeps the columns that it had
        IEnumerable<(string Column, string Type)> kept = kind != "incremental" || plan.Request.FullRefresh ? [] : before ?? [];
        return [.. columns.Select(column => (column.Column, "")).Concat(kept).DistinctBy(column => column.Column, StringComparer.OrdinalIgnoreCase)];
    }

    private async Task<ModelAnalysis> ReadAsync(DbtNode node, CancellationToken cancellationToken)
    {
        var unknown = new ModelAnalysis(node, null, null);
        if (node.Draft.Config.Text("static_analysis") is "off" || node.Draft.Config.Get("static_analysis") is false)
        {
            return unknown;
        }

        string sql;
        try
        {
            sql = new NodeBuild(plan, node, new KnownWarehouse(plan.Environment, known), cancellationToken).Compile();
        }
        catch (Exception failure) when (failure is JinjaException or FaultException)
        {
            // its turn comes: then the lake answers, and what is wrong is told with all that led there
            return unknown;
        }

        var tables = new Dictionary<string, IReadOnlyList<(string, string)>>(StringComparer.Ordinal);
        foreach (var above in plan.Above(node).Select(id => plan.ById[id]).Where(one => !BuildPlan.IsEphemeral(one)).Append(node))
        {
            var relation = plan.RelationOf(above);
            if (known.Columns(relation) is { } columns)
            {
                tables[relation.ToString()] = columns;
            }
        }

        try
        {
            var answer = await lineage.ReadAsync(sql, new LineageCatalog(tables), new LineageOptions(), cancellationToken);
            return answer.Warnings.Count == 0 ? unknown with { Columns = answer.Columns } : unknown;
        }
        catch (FaultException failure) when (Certain.Contains(failure.Fault.Code))
        {
            return unknown with { Fault = SourcePlace.Of(failure.Fault, node, sql, sql, 0) };
        }
        catch (FaultException)
        {
            return unknown;
        }
    }
}
