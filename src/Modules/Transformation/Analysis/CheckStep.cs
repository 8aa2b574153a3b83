using Talentys.Kernel;
using Talentys.Query.Public;
using Talentys.Transformation.Builds;
using Talentys.Transformation.Public;

namespace Talentys.Transformation.Analysis;

/// <summary>The check of a build before anything of it runs.</summary>
internal static class CheckStep
{
    /// <summary>The results of the nodes that would fail; none where all is well or nothing is checked.</summary>
    public static async Task<IReadOnlyList<NodeResult>> RunAsync(IQueries queries, BuildPlan plan, IRunContext run, TimeProvider clock, CancellationToken cancellationToken)
    {
        var check = new StaticCheck(queries, plan, run.Principal, run.Scope);
        await check.RunAsync(cancellationToken);
        var results = new List<NodeResult>();
        foreach (var (node, faults) in check.Faults.GroupBy(one => one.Node).Select(group => (group.Key, group.Select(one => one.Fault).ToList())))
        {
            foreach (var (fault, number) in faults.Select((fault, i) => (fault, i + 1)))
            {
                await run.StepAsync($"{Title(node)}{(number == 1 ? "" : $" {number}")}", (_, _) => throw new FaultException(fault), cancellationToken);
            }

            results.Add(new NodeResult(node, "error", faults[0].Message, clock.GetUtcNow(), clock.GetUtcNow()) { Fault = faults[0] });
        }

        return results;
    }

    /// <summary>Name of the step that tells what is wrong with a node.</summary>
    public static string Title(DbtNode node) => $"check {node.UniqueId}";
}
