using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Transformation.Builds;
using Talentys.Transformation.Public;
using Talentys.Web;

namespace Talentys.Transformation.Models;

/// <summary>
/// What who asks may know of nodes. A node is there when its table is, or, where it has none, when all tables that it reads are. Its text names
/// what it reads, so that is for whoever may know of the work on it.
/// </summary>
internal sealed class NodeSight(BuildPlan plan, Principal principal, IAccess access)
{
    /// <summary>Whether nothing at all is kept.</summary>
    public bool IsOpen => access.IsOpen;

    /// <summary>Whether a node is there.</summary>
    public bool Sees(DbtNode node) => access.IsOpen || Tables(node).All(access.MayRead);

    /// <summary>Whether its text may be read, and why it failed.</summary>
    public bool SeesText(DbtNode node) => access.IsOpen || (Tables(node).All(table => access.SeesWork(principal, table)) && Needed(node).SelectMany(Tables).All(access.MayRead));

    /// <summary>Why a project cannot be read, as it may be known: faults name files, tables and columns.</summary>
    public static IReadOnlyList<ProblemFault> FaultsOf(IReadOnlyList<Fault> faults, IAccess access) =>
        faults.Count == 0 || access.IsOpen ? [.. faults.Select(ProblemFaults.Of)]
            : [new ProblemFault("dbt.project_invalid", "The dbt project cannot be read as it is now.", null, "Ask somebody who may change it.")];

    /// <summary>A node as it may be known.</summary>
    public NodeDto Of(DbtNode node) => new(
        node.UniqueId, node.ResourceType, node.Name, node.Package, TableOf(node)?.Schema, TableOf(node)?.Name,
        node.IsStatement && node.ResourceType is not ("test" or "analysis") ? node.Config.GetValueOrDefault("materialized") as string : null,
        node.File, node.Description is { Length: > 0 } text ? text : null, node.Tags, [.. Needed(node).Where(Sees).Select(one => one.UniqueId)],
        node.AttachedTo, node.ResourceType is "model" or "seed" or "snapshot" or "test" or "unit_test" && !BuildPlan.IsEphemeral(node) ? NodeStep.Title(node) : null, null);

    /// <summary>A result as it may be known.</summary>
    public NodeResultDto ResultOf(DbtNode node, NodeResultDto result)
    {
        var figures = Tables(node).All(table => access.SeesFigures(principal, table));
        var shown = figures ? result : result with { Rows = null, Failures = null };
        return SeesText(node) ? shown : shown with
        {
            Message = null,
            Fault = result.Fault is { } fault ? new ProblemFault(fault.Code, "It failed, and access policies keep the reason from you.", null, "Ask somebody who may change the table.") : null,
        };
    }

    /// <summary>The table that a node makes or names; null where it makes none.</summary>
    private static TableName? TableOf(DbtNode node) =>
        node.ResourceType is "model" or "seed" or "snapshot" or "source" && !BuildPlan.IsEphemeral(node) && node is { Schema: { } schema, Alias: { } name } ? new TableName(schema, name) : null;

    private IEnumerable<DbtNode> Needed(DbtNode node) => node.DependsOn.Select(id => plan.ById.GetValueOrDefault(id)).OfType<DbtNode>();

    /// <summary>The table of a node, or else those of the nodes that it stands on.</summary>
    private IEnumerable<TableName> Tables(DbtNode node) => TableOf(node) is { } own ? [own] : Needed(node).SelectMany(Tables);
}
