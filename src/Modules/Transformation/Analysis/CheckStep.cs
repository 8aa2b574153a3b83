using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Query.Public;
using Talentys.Transformation.Builds;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Analysis;

/// <summary>The check of a build before anything of it runs.</summary>
internal static class CheckStep
{
    /// <summary>The results of the nodes that would fail, each a failed step of its own for each fault; none where all is well.</summary>
    public static async Task<IReadOnlyList<NodeResult>> RunAsync(IQueries queries, BuildPlan plan, IRunContext run, TimeProvider clock, CancellationToken cancellationToken)
    {
        // what hooks make or change before the first node is not known: then only what the build itself makes is
        var hooked = plan.Project.Packages.Any(package => package.Settings.Get("on-run-start") is not null);
        var known = hooked ? new KnownRelations() : await KnownRelations.ReadAsync(plan, new NodeSession(queries, plan, run.Principal, run.Scope), cancellationToken);
        using var binder = new SqlBinder { KnowsEnvironments = true };
        var check = new BuildCheck(plan, binder, known);
        await check.RunAsync(cancellationToken);
        var results = new List<NodeResult>();
        foreach (var (node, faults) in check.Faults.GroupBy(one => one.Node).Select(group => (group.Key, group.Select(one => one.Fault).ToList())))
        {
            foreach (var (fault, number) in faults.Select((fault, i) => (fault, i + 1)))
            {
                await run.StepAsync($"{NodeDto.CheckOf(node.UniqueId)}{(number == 1 ? "" : $" {number}")}", (_, _) => throw new FaultException(fault), cancellationToken);
            }

            results.Add(new NodeResult(node, "error", faults[0].Message, clock.GetUtcNow(), clock.GetUtcNow()) { Fault = faults[0] });
        }

        return results;
    }
}
