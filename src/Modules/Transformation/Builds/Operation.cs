using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Query.Public;
using Talentys.Transformation.Relations;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Builds;

/// <summary><c>dbt run-operation</c>: a macro that is called for what it does, in a transaction of its own.</summary>
internal sealed class Operation(IQueries queries, TimeProvider clock)
{
    public async Task RunAsync(BuildPlan plan, IRunContext run, Artifacts artifacts, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        var name = plan.Request.Macro ?? "";
        var (space, macro) = name.Split('.') is [var package, var last] ? (package, last) : ((string?)null, name);
        var owner = plan.Project.Context.Macros.Owner(space, macro) ?? throw new FaultException(Fault.Invalid(
            "dbt.macro_unknown", $"There is no macro {name}.", "macro", "Write the name of a macro of the project, or PACKAGE.NAME."));
        var given = plan.Request.Args is null ? [] : YamlValues.Read(plan.Request.Args, "--args") switch
        {
            PyDict dict => dict,
            null => [],
            _ => throw new FaultException(Fault.Invalid("dbt.args_invalid", "The arguments are not a dict.", "--args", "Write them as '{name: value}'.")),
        };
        var node = OrderedProject.Loose(plan.Project, "operation", $"macro.{owner}.{macro}", macro, null, "macros");
        NodeResult? result = null;
        await run.StepAsync(
            $"operation {name}",
            async (step, token) =>
            {
                var started = clock.GetUtcNow();
                await using var session = queries.OpenSession(run.Scope);
                session.Begin(false, null);
                try
                {
                    var warehouse = new Warehouse(session, run.Principal, run.Scope, token);
                    await Task.Run(() => new NodeBuild(plan, node, warehouse, line => step.Log(RunLogLevel.Info, line), token).Call(owner, macro, given), token);
                    await session.CommitAsync(token);
                }
                catch (JinjaException failure)
                {
                    var fault = BuildRun.Told(failure, node, null);
                    result = new NodeResult(node, "error", fault.Message, null, null, started, clock.GetUtcNow());
                    throw new FaultException(fault, failure);
                }

                result = new NodeResult(node, "success", "done", null, null, started, clock.GetUtcNow());
                return new StepOutcome("done", new Dictionary<string, double>());
            },
            cancellationToken);
        await artifacts.ResultsAsync(result is null ? [] : [result], clock.GetElapsedTime(began), cancellationToken);
    }
}
