using System.Globalization;
using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Query.Public;
using Talentys.Transformation.Parsing;
using Talentys.Transformation.Projects;
using Talentys.Transformation.Public;
using Talentys.Transformation.Relations;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Builds;

/// <summary>Does one node of a build, or one hook of its project, as a step of the run and as one transaction.</summary>
internal sealed class NodeStep(IQueries queries, BuildPlan plan, IRunContext run, Artifacts artifacts, TimeProvider clock)
{
    /// <summary>Does a node, unless an earlier attempt did, or something that it stands on failed.</summary>
    public async Task<NodeResult> RunAsync(DbtNode node, string? blocker, CancellationToken cancellationToken)
    {
        NodeResult? result = null;
        var outcome = await run.StepAsync(
            $"{node.ResourceType} {Shown(node)}",
            async (step, token) =>
            {
                result = blocker is null ? await DoAsync(node, step, token) : Skipped(node, $"for {blocker} failed");
                return result.Fault is { } fault ? throw new FaultException(fault) : result.Outcome;
            },
            cancellationToken);
        return result ?? NodeResult.Earlier(node, outcome, clock.GetUtcNow());
    }

    /// <summary>The result of a node that is not run.</summary>
    public NodeResult Skipped(DbtNode node, string message) => new(node, "skipped", message, clock.GetUtcNow(), clock.GetUtcNow());

    /// <summary>Runs the hooks of a kind; false when one failed.</summary>
    public async Task<bool> HooksAsync(string kind, CancellationToken cancellationToken)
    {
        var number = 0;
        foreach (var (package, hook) in plan.Project.Packages.SelectMany(package => Values.Texts(package.Settings.Get(kind)).Select(hook => (package, hook))))
        {
            var node = Hook(package, $"{kind}-{++number}");
            var outcome = await run.StepAsync(
                $"{kind} {number}",
                async (step, token) =>
                {
                    try
                    {
                        await InTransactionAsync(node, step, build => build.Hook(hook), token);
                        return new StepOutcome("done", new Dictionary<string, double>());
                    }
                    catch (JinjaException failure)
                    {
                        throw new FaultException(Told(failure, node, null));
                    }
                },
                cancellationToken);
            if (!outcome.Succeeded)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Calls a macro for what it does.</summary>
    public async Task<NodeResult> CallAsync(Operation operation, CancellationToken cancellationToken)
    {
        NodeResult? result = null;
        var outcome = await run.StepAsync(
            $"operation {operation.Node.Name}",
            async (step, token) =>
            {
                var started = clock.GetUtcNow();
                try
                {
                    await InTransactionAsync(operation.Node, step, build => build.Call(operation.Package, operation.Node.Name, operation.Given), token);
                    result = new NodeResult(operation.Node, "success", "done", started, clock.GetUtcNow());
                    return result.Outcome;
                }
                catch (JinjaException failure)
                {
                    var fault = Told(failure, operation.Node, null);
                    result = new NodeResult(operation.Node, "error", fault.Message, started, clock.GetUtcNow());
                    throw new FaultException(fault, failure);
                }
            },
            cancellationToken);
        return result ?? NodeResult.Earlier(operation.Node, outcome, clock.GetUtcNow());
    }

    private static DbtNode Hook(DbtPackage package, string name) => new()
    {
        UniqueId = $"operation.{package.Name}.{name}",
        ResourceType = "operation",
        Name = name,
        Package = package.Name,
        File = ProjectReader.FileName,
        Fqn = [package.Name, name],
        Config = new Dictionary<string, object?>(),
        Draft = new Draft(package, "operation", name, ProjectReader.FileName, [package.Name, name]),
    };

    private static string Shown(DbtNode node) => node.ResourceType is "test" or "analysis" or "unit_test" || BuildPlan.IsEphemeral(node) ? node.Alias ?? node.Name : $"{node.Schema}.{node.Alias}";

    /// <summary>Templates wait for their statements, so they have a thread of their own.</summary>
    private async Task InTransactionAsync(DbtNode node, IStepContext step, Action<NodeBuild> work, CancellationToken cancellationToken)
    {
        await using var session = queries.OpenSession(run.Scope);
        session.Begin(false, null);
        var build = new NodeBuild(plan, node, new Warehouse(session, run.Principal, run.Scope, line => step.Log(RunLogLevel.Info, line), cancellationToken), cancellationToken);
        await Task.Run(() => work(build), cancellationToken);
        if (!await session.CommitAsync(cancellationToken))
        {
            throw new FaultException(Fault.Failed("dbt.not_committed", $"A statement of {node.UniqueId} failed: nothing of it was kept.", node.File));
        }
    }

    private async Task<NodeResult> DoAsync(DbtNode node, IStepContext step, CancellationToken cancellationToken)
    {
        var started = clock.GetUtcNow();
        string? compiledAt = null;
        NodeBuild? build = null;
        NodeResult Ended(string status, string message, Fault? fault = null) =>
            new(node, status, message, started, clock.GetUtcNow()) { Compiled = build?.Compiled, Fault = fault };
        try
        {
            await InTransactionAsync(
                node,
                step,
                one =>
                {
                    build = one;
                    if (node.ResourceType != "seed")
                    {
                        compiledAt = artifacts.Compiled(node, one.Compile());
                    }

                    if (plan.Request.Command != "compile")
                    {
                        one.Materialize();
                    }
                },
                cancellationToken);
            return plan.Request.Command == "compile" ? Ended("success", compiledAt ?? "compiled")
                : node.ResourceType is "test" or "unit_test" ? Judged(build!, compiledAt, Ended) : Built(build!, Ended);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (JinjaException failure)
        {
            var fault = Told(failure, node, compiledAt);
            return Ended("error", fault.Message, fault);
        }
        catch (FaultException failure)
        {
            return Ended("error", failure.Fault.Message, failure.Fault with { Place = failure.Fault.Place ?? node.File });
        }
    }

    private static NodeResult Built(NodeBuild build, Func<string, string, Fault?, NodeResult> ended)
    {
        var kind = build.Node.Draft.Config.Text("materialized") ?? "";
        return kind != "view" && build.Result("main") is { Names: ["Count"], Rows: [[long count]] }
            ? ended("success", string.Create(CultureInfo.InvariantCulture, $"{kind}, {count:N0} {(count == 1 ? "row" : "rows")}"), null) with { Rows = count }
            : ended("success", kind, null);
    }

    private static NodeResult Judged(NodeBuild build, string? compiledAt, Func<string, string, Fault?, NodeResult> ended)
    {
        var node = build.Node;
        if (build.Result("main") is not { Rows: [[var counted, var warns, var errs]] })
        {
            var wrong = Fault.Failed("dbt.test_failed", "The test gives no failures, should_warn and should_error.", node.File, "See the macro get_test_sql of the project.");
            return ended("error", wrong.Message, wrong);
        }

        if (build.Difference is { } difference)
        {
            return ended("fail", difference, Fault.Failed("dbt.unit_test_failed", difference, node.File, $"See what the model makes of the given rows: talentys query -f {compiledAt}"))
                with { Failures = Convert.ToInt64(counted, CultureInfo.InvariantCulture) };
        }

        var failures = Convert.ToInt64(counted ?? 0L, CultureInfo.InvariantCulture);
        var severity = node.Draft.Config.Text("severity")?.ToLowerInvariant() ?? "error";
        var status = severity == "error" && errs is true ? "fail" : warns is true ? "warn" : "pass";
        var condition = status == "fail" ? $"fail if {node.Draft.Config.Text("error_if") ?? "!=0"}" : $"warn if {node.Draft.Config.Text("warn_if") ?? "!=0"}";
        var message = status == "pass" ? "pass" : string.Create(CultureInfo.InvariantCulture, $"{(status == "warn" ? "warning: " : "")}Got {failures:N0} {(failures == 1 ? "result" : "results")}, configured to {condition}");
        var fault = status == "fail" ? Fault.Failed("dbt.test_failed", message, node.File, $"See the rows that fail: talentys query -f {compiledAt}") : null;
        return ended(status, message, fault) with { Failures = failures };
    }

    /// <summary>A failure of a node, told with its file, the macros that led to it, and where its SQL is.</summary>
    public static Fault Told(JinjaException failure, DbtNode node, string? compiledAt)
    {
        if (failure.Kind != Warehouse.FailureKind || failure.InnerException is not FaultException { Fault: { } fault })
        {
            return MacroTable.Faulty(failure, node.File);
        }

        var macros = failure.Places.Where(place => place.Macro is not null && !place.Template.StartsWith("dbt: ", StringComparison.Ordinal)).Select(place => $"in {place}").ToList();
        var way = macros.Count > 0 ? $" ({string.Join(", ", macros)})" : "";
        return Fault.Failed(fault.Code, $"{fault.Message.TrimEnd('.')}{(fault.Place is null ? "" : $", at {fault.Place} of the statement")}{way}.", node.File, fault.Mend ?? (compiledAt is null ? null : $"Its SQL is in {compiledAt}."));
    }
}
