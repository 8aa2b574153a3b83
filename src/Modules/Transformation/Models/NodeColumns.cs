using Talentys.Contracts;
using Talentys.Query.Public;
using Talentys.Transformation.Analysis;
using Talentys.Transformation.Builds;
using Talentys.Transformation.Manifests;
using Talentys.Transformation.Public;
using Talentys.Transformation.Yaml;
using Talentys.Web;

namespace Talentys.Transformation.Models;

/// <summary>Tells the columns of a node: of what type, what is written about them, where they come from and go to.</summary>
internal sealed class NodeColumns(ServedNodes nodes, IQueries queries) : IDisposable
{
    // an engine is opened for it, which takes longer than to bind a page's models
    private readonly Lazy<SqlBinder> binder = new(() => new SqlBinder { KnowsEnvironments = true });
    private readonly SemaphoreSlim one = new(1);

    /// <inheritdoc/>
    public void Dispose()
    {
        one.Dispose();
        if (binder.IsValueCreated)
        {
            binder.Value.Dispose();
        }
    }

    public async Task<NodeColumnsDto> OfAsync(string id, Caller caller, CancellationToken cancellationToken)
    {
        var (plan, sight, node) = await nodes.FindAsync(id, caller, cancellationToken);
        var below = plan.Project.Nodes.Where(other => other.ResourceType == "model" && other.DependsOn.Contains(id) && sight.SeesText(other)).ToList();
        var known = await KnownRelations.ReadAsync(plan, new NodeSession(queries, plan, caller.Principal, caller.Scope), cancellationToken);
        var there = BuildPlan.IsEphemeral(node) || node.ResourceType is not ("model" or "seed" or "snapshot" or "source") ? null : known.Columns(plan.RelationOf(node));
        var models = await ReadAsync(plan, known, sight.SeesText(node) ? [node, .. below] : below, cancellationToken);
        var own = models.GetValueOrDefault(node.UniqueId)?.Columns;

        var origins = (own ?? []).DistinctBy(column => column.Column, StringComparer.OrdinalIgnoreCase).ToDictionary(column => column.Column, StringComparer.OrdinalIgnoreCase);
        var relations = plan.Project.Nodes.Where(other => other.ResourceType is "model" or "seed" or "snapshot" or "source" && sight.Sees(other))
            .DistinctBy(other => plan.RelationOf(other).ToString()).ToDictionary(other => plan.RelationOf(other).ToString(), StringComparer.OrdinalIgnoreCase);
        var uses = below.SelectMany(other => (models.GetValueOrDefault(other.UniqueId)?.Columns ?? []).SelectMany(column => column.Sources
                .Where(source => relations.GetValueOrDefault(source.Table) == node)
                .Select(source => (source.Column, Link: new NodeColumnLinkDto(other.UniqueId, column.Column, Word(source.Kind))))))
            .ToLookup(use => use.Column, use => use.Link, StringComparer.OrdinalIgnoreCase);
        var described = ManifestNode.ColumnsOf(node.Draft).ToDictionary(column => column.Text("name")!, StringComparer.OrdinalIgnoreCase);
        var tests = plan.Project.TestsOf(id).Where(sight.Sees).Where(test => test.Draft.Test.Given.Text("column_name") is not null)
            .ToLookup(test => test.Draft.Test.Given.Text("column_name")!, test => test.UniqueId, StringComparer.OrdinalIgnoreCase);

        // what is described and not there may be hidden
        var names = there?.Select(column => column.Column).ToList() ?? [.. origins.Keys.Where(name => name.Length > 0)];
        var isKnown = names.Count > 0;
        var only = !isKnown || sight.IsOpen ? described.Keys.Where(name => !names.Contains(name, StringComparer.OrdinalIgnoreCase)) : [];
        var types = (there ?? []).ToDictionary(column => column.Column, column => Catalog.TypeOf(column.Type), StringComparer.OrdinalIgnoreCase);
        return new NodeColumnsDto([.. names.Concat(only).Select(name =>
        {
            var about = described.GetValueOrDefault(name);
            var text = plan.Project.Described(node.Draft, about?.Text("description") ?? "");
            return new NodeColumnDto(
                name, types.GetValueOrDefault(name) ?? about?.Text("data_type"), text.Length > 0 ? text : null, !isKnown || names.Contains(name), [.. tests[name]],
                [.. (origins.GetValueOrDefault(name)?.Sources ?? []).Where(source => relations.ContainsKey(source.Table)).Select(source => new NodeColumnLinkDto(relations[source.Table].UniqueId, source.Column, Word(source.Kind)))],
                [.. uses[name].Distinct()]);
        })], there is not null, own is not null);
    }

    /// <summary>The lineage of these models by their ids. What stands above them is known by its table; by its SQL where that is not there.</summary>
    private async Task<Dictionary<string, LineageAnswer>> ReadAsync(BuildPlan plan, KnownRelations known, IReadOnlyList<DbtNode> wanted, CancellationToken cancellationToken)
    {
        await one.WaitAsync(cancellationToken);
        try
        {
            return await ReadAsync(plan, known, wanted, binder.Value, cancellationToken);
        }
        finally
        {
            one.Release();
        }
    }

    private static async Task<Dictionary<string, LineageAnswer>> ReadAsync(BuildPlan plan, KnownRelations known, IReadOnlyList<DbtNode> wanted, SqlBinder binder, CancellationToken cancellationToken)
    {
        var above = wanted.SelectMany(plan.Above).Distinct().Select(id => plan.ById[id]).Where(one => !BuildPlan.IsEphemeral(one) && known.Find(plan.RelationOf(one)) is null);
        var reader = new LooseReader(plan, binder, known);
        var read = new Dictionary<string, LineageAnswer>(StringComparer.Ordinal);
        foreach (var node in wanted.Concat(above).Distinct().OrderBy(node => plan.Above(node).Count).ThenBy(node => node.UniqueId, StringComparer.Ordinal))
        {
            if (node.ResourceType == "seed")
            {
                known.Put(plan.RelationOf(node), KnownRelations.OfSeed(node));
            }
            else if (node.ResourceType is "model" or "snapshot")
            {
                var reading = BuildPlan.IsEphemeral(node) ? await reader.ReadAsync(node, null, cancellationToken) : await reader.ReadAndKeepAsync(node, null, cancellationToken);
                if (reading is { Asked: null, Binding.Lineage: { Warnings.Count: 0 } lineage })
                {
                    read[node.UniqueId] = lineage;
                }
            }
        }

        return read;
    }

    private static string Word(LineageKind kind) => kind.ToString().ToLowerInvariant();
}
