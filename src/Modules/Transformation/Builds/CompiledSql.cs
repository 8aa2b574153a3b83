using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Query.Public;
using Talentys.Transformation.Public;
using Talentys.Transformation.Reading;

namespace Talentys.Transformation.Builds;

/// <summary>The SQL of nodes, or of a text that is none, as it would run now; what templates change meanwhile is undone.</summary>
internal sealed class CompiledSql(IQueries queries, IEnvironments environments, ProjectReaders readers)
{
    public const string InlineName = "inline_query";

    public async Task<IReadOnlyList<CompiledNodeDto>> OfAsync(BuildRequest request, Principal principal, Scope scope, CancellationToken cancellationToken)
    {
        var project = await readers.ReadAsync(request, scope.Environment, cancellationToken);
        var plan = new BuildPlan(project, request with { IndirectSelection = request.IndirectSelection ?? "empty" });
        await plan.CheckStateAsync(environments, scope.Organisation, cancellationToken);
        IReadOnlyList<DbtNode> nodes = request.Inline is { } text
            ? [LooseNode.Of(project, project.Packages[0], "sql_operation", $"sql_operation.{project.Name}.{InlineName}", InlineName, text, "--inline")] : plan.Nodes;
        var session = new NodeSession(queries, plan, principal, scope);
        var compiled = new List<CompiledNodeDto>();
        foreach (var node in nodes)
        {
            compiled.Add(await OfAsync(node, plan, session, cancellationToken));
        }

        return compiled;
    }

    /// <summary>The SQL of one node.</summary>
    public static async Task<CompiledNodeDto> OfAsync(DbtNode node, BuildPlan plan, NodeSession session, CancellationToken cancellationToken) =>
        new(node.UniqueId, node.Name, node.ResourceType, node.ResourceType == "seed" ? $"select * from {plan.RelationOf(node)}" : await session.CompileAsync(node, cancellationToken));
}
