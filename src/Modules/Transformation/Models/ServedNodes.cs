using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Query.Public;
using Talentys.Transformation.Builds;
using Talentys.Transformation.Public;
using Talentys.Web;

namespace Talentys.Transformation.Models;

/// <summary>Tells what is in the served project, and how it fares.</summary>
internal sealed class ServedNodes(ServedProject project, NodeHistory history, IAccessPolicies policies, IQueries queries)
{
    /// <summary>All nodes, or why there are none.</summary>
    public async Task<ProjectNodesDto> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        var access = await policies.OfAsync(caller.Principal, caller.Scope, cancellationToken);
        BuildPlan? plan;
        try
        {
            plan = await project.ReadAsync(caller.Scope.Environment, cancellationToken);
        }
        catch (FaultException failure)
        {
            return new ProjectNodesDto(null, [], NodeSight.FaultsOf(failure.Faults, access));
        }

        if (plan is null)
        {
            return new ProjectNodesDto(null, [], []);
        }

        var sight = new NodeSight(plan, caller.Principal, access);
        var nodes = plan.Project.Nodes.Where(sight.Sees).ToList();
        return new ProjectNodesDto(plan.Project.Name, await ToldAsync(nodes, sight, caller.Scope, cancellationToken), []);
    }

    /// <summary>One node.</summary>
    /// <exception cref="FaultException"><c>dbt.node_unknown</c>, or the project has faults.</exception>
    public async Task<NodeDetailDto> DetailAsync(string id, Caller caller, CancellationToken cancellationToken)
    {
        var (plan, sight, node) = await FindAsync(id, caller, cancellationToken);
        var tests = plan.Project.Nodes.Where(test => IsTestOf(test, node) && sight.Sees(test)).ToList();
        var told = await ToldAsync([node, .. tests], sight, caller.Scope, cancellationToken);
        var runs = told[0].Steps.Count == 0 ? [] : await history.OfAsync(caller.Scope, told[0].Steps, cancellationToken);
        var seesText = sight.SeesText(node);
        return new NodeDetailDto(
            told[0], node.Selector, seesText ? node.RawCode : null, seesText && node.IsStatement, [.. told.Skip(1)], [.. runs.Select(run => sight.ResultOf(node, run))]);
    }

    /// <summary>The SQL that gives the rows of a node, or of a test those that fail, as it would run now.</summary>
    /// <exception cref="FaultException"><c>dbt.node_unknown</c>, <c>dbt.node_without_rows</c>, or what is wrong with its template.</exception>
    public async Task<CompiledNodeDto> CompiledAsync(string id, Caller caller, CancellationToken cancellationToken)
    {
        var (plan, sight, node) = await FindAsync(id, caller, cancellationToken);
        return !node.IsStatement || !sight.SeesText(node)
            ? throw new FaultException(Fault.Invalid("dbt.node_without_rows", $"There is no SQL of {node.UniqueId} that you could read.", null, "Choose a model, a seed, a snapshot, a test or an analysis."))
            : await CompiledSql.OfAsync(node, plan, new NodeSession(queries, plan, caller.Principal, caller.Scope), cancellationToken);
    }

    /// <summary>A node that is there for who asks.</summary>
    /// <exception cref="FaultException"><c>dbt.node_unknown</c>, whether it is missing or not to be seen.</exception>
    public async Task<(BuildPlan Plan, NodeSight Sight, DbtNode Node)> FindAsync(string id, Caller caller, CancellationToken cancellationToken)
    {
        var access = await policies.OfAsync(caller.Principal, caller.Scope, cancellationToken);
        if (await project.ReadAsync(caller.Scope.Environment, cancellationToken) is { } plan)
        {
            var sight = new NodeSight(plan, caller.Principal, access);
            if (plan.ById.TryGetValue(id, out var node) && sight.Sees(node))
            {
                return (plan, sight, node);
            }
        }

        throw new FaultException(Fault.NotFound("dbt.node_unknown", $"There is no {id} in the dbt project.", "See the list of its models."));
    }

    private async Task<IReadOnlyList<NodeDto>> ToldAsync(IReadOnlyList<DbtNode> nodes, NodeSight sight, Scope scope, CancellationToken cancellationToken)
    {
        var told = nodes.Select(node => (Node: node, Dto: sight.Of(node))).ToList();
        var last = await history.LastAsync(scope, [.. told.SelectMany(one => one.Dto.Steps)], cancellationToken);
        return [.. told.Select(one => one.Dto.Steps.Select(step => last.GetValueOrDefault(step)).OfType<NodeResultDto>().MaxBy(result => result.StartedAt) is { } newest
            ? one.Dto with { Last = sight.ResultOf(one.Node, newest) } : one.Dto)];
    }

    private static bool IsTestOf(DbtNode test, DbtNode node) => test.ResourceType switch
    {
        "test" => test.AttachedTo is { } at ? at == node.UniqueId : test.DependsOn.Contains(node.UniqueId),
        "unit_test" => test.DependsOn.Contains(node.UniqueId),
        _ => false,
    };
}
