using Talentys.Kernel;
using Talentys.Transformation.Builds;
using Talentys.Transformation.Public;
using Talentys.Transformation.Relations;

namespace Talentys.Transformation.Analysis;

/// <summary>The tables and views that a build finds or will make, with their columns where these are known.</summary>
internal sealed class KnownRelations
{
    private readonly HashSet<string> schemas = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, (Relation Relation, IReadOnlyList<(string Column, string Type)>? Columns)> all = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What is on the lake in the schemas of a project.</summary>
    /// <param name="plan">The build.</param>
    /// <param name="ask">Asks the lake.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<KnownRelations> ReadAsync(BuildPlan plan, NodeSession ask, CancellationToken cancellationToken)
    {
        var schemas = plan.Project.Nodes.Select(node => plan.RelationOf(node).Schema?.ToLowerInvariant()).OfType<string>().Distinct().ToList();
        var known = new KnownRelations();
        known.schemas.UnionWith(schemas);
        foreach (var found in await ask.ListAsync(schemas, cancellationToken))
        {
            known.Put(Relation.Of(plan.Environment, found), [.. found.Columns.Select(column => (column.Name, column.Type ?? ""))]);
        }

        return known;
    }

    /// <summary>What is there of a project that nothing was built of yet: its sources, of which nothing is known, and its seeds.</summary>
    public static KnownRelations Assumed(BuildPlan plan)
    {
        var known = new KnownRelations();
        known.schemas.UnionWith(plan.Project.Nodes.Select(node => plan.RelationOf(node).Schema).OfType<string>());
        foreach (var node in plan.Project.Nodes.Where(node => node.ResourceType is "source" or "seed"))
        {
            known.Put(plan.RelationOf(node), node.ResourceType == "seed" ? OfSeed(node) : null);
        }

        return known;
    }

    /// <summary>Whether all tables and views of a schema are known.</summary>
    public bool Covers(string? schema) => schema is not null && schemas.Contains(schema);

    /// <summary>The columns of a seed, by its file; null where that cannot be read.</summary>
    public static IReadOnlyList<(string Column, string Type)>? OfSeed(DbtNode node)
    {
        try
        {
            return [.. SeedFile.Of(node).Columns];
        }
        catch (Exception failure) when (failure is FaultException or IOException or UnauthorizedAccessException)
        {
            return null; // its turn comes, and with it the fault
        }
    }

    /// <summary>The relations.</summary>
    public IEnumerable<Relation> Relations => all.Values.Select(one => one.Relation);

    /// <summary>Notes a relation, in the place of one of its name; without columns where these are not known.</summary>
    public void Put(Relation relation, IReadOnlyList<(string Column, string Type)>? columns) => all[Key(relation)] = (relation, columns);

    /// <summary>The relation of a name; null when there is none.</summary>
    public Relation? Find(Relation name) => all.TryGetValue(Key(name), out var found) ? found.Relation : null;

    /// <summary>Its columns; null when these are not known.</summary>
    public IReadOnlyList<(string Column, string Type)>? Columns(Relation name) => all.TryGetValue(Key(name), out var found) ? found.Columns : null;

    private static string Key(Relation relation) => $"{relation.Schema}\0{relation.Identifier}";
}
