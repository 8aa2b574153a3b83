using Talentys.Contracts;
using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Query.Public;
using Talentys.Transformation.Public;
using Talentys.Transformation.Relations;

namespace Talentys.Transformation.Builds;

/// <summary>The SQL of nodes, or of a text that is none, as it would run now; what templates change meanwhile is undone.</summary>
internal sealed class CompiledSql(IQueries queries, PlatformFolders folders, TransformationOptions options, TimeProvider clock)
{
    public const string InlineName = "inline_query";

    public async Task<IReadOnlyList<CompiledNodeDto>> OfAsync(BuildRequest request, Principal principal, Scope scope, CancellationToken cancellationToken)
    {
        var project = await OrderedProject.ReadAsync(request, folders, options, clock, cancellationToken);
        var plan = new BuildPlan(project, request with { IndirectSelection = request.IndirectSelection ?? "empty" }, scope.Environment, null);
        IReadOnlyList<DbtNode> nodes = request.Inline is { } text
            ? [OrderedProject.Loose(project, "sql_operation", $"sql_operation.{project.Name}.{InlineName}", InlineName, text, "--inline")] : plan.Nodes;
        var compiled = new List<CompiledNodeDto>();
        foreach (var node in nodes)
        {
            compiled.Add(new CompiledNodeDto(node.UniqueId, node.Name, node.ResourceType, await CompiledAsync(plan, node, principal, scope, cancellationToken)));
        }

        return compiled;
    }

    private async Task<string> CompiledAsync(BuildPlan plan, DbtNode node, Principal principal, Scope scope, CancellationToken cancellationToken)
    {
        if (node.ResourceType == "seed")
        {
            return $"select * from {plan.RelationOf(node)}";
        }

        await using var session = queries.OpenSession(scope);
        session.Begin(false, null);
        var warehouse = new Warehouse(session, principal, scope, _ => { }, cancellationToken);
        try
        {
            return await Task.Run(new NodeBuild(plan, node, warehouse, cancellationToken).Compile, cancellationToken);
        }
        catch (JinjaException failure)
        {
            throw new FaultException(NodeStep.Told(failure, node, null), failure);
        }
    }
}
