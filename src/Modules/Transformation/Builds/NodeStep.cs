using System.Globalization;
using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Query.Public;
using Talentys.Transformation.Projects;
using Talentys.Transformation.Public;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Builds;

/// <summary>Does one node of a build, or one hook of its project, as a step of the run and as one transaction.</summary>
internal sealed class NodeStep(IQueries queries, BuildPlan plan, IRunContext run, Artifacts artifacts, TimeProvider clock)
{
    private readonly NodeSession nodes = new(queries, plan, run.Principal, run.Scope);

    /// <summary>Does a node, unless an earlier attempt did, or something that it stands on failed.</summary>
    public async Task<NodeResult> RunAsync(DbtNode node, string? blocker, CancellationToken cancellationToken)
    {
        NodeResult? result = null;
        var outcome = await run.StepAsync(
            Title(node),
            async (step, token) =>
            {
                result = blocker is null ? await DoAsync(node, step, token) : Skipped(node, $"for {blocker} failed");
                return result.Outcome;
            },
            cancellationToken);
        return result ?? NodeResult.Earlier(node, outcome, clock.GetUtcNow());
    }

    /// <summary>The result of a node that is not run.</summary>
    public NodeResult Skipped(DbtNode node, string message) => new(node, "skipped", message, clock.GetUtcNow(), clock.GetUtcNow());

    /// <summary>Calls the macro of an operation.</summary>
    public async Task<NodeResult> OperationAsync(Operation operation, CancellationToken cancellationToken)
    {
        var started = clock.GetUtcNow();
        var outcome = await CalledAsync($"operation {operation.Name}", operation.Node, operation.Call, cancellationToken);
        return new NodeResult(operation.Node, outcome.Succeeded ? "success" : "error", outcome.Fault?.Message ?? outcome.Summary, started, clock.GetUtcNow()) { Fault = outcome.Fault };
    }

    /// <summary>Runs the hooks of a kind, at the end with the results; false when one failed.</summary>
    public async Task<bool> HooksAsync(string kind, IReadOnlyList<NodeResult>? results, CancellationToken cancellationToken)
    {
        var number = 0;

        // those of packages before the project's own
        foreach (var (package, hook) in plan.Project.Packages.Skip(1).Append(plan.Project.Packages[0]).SelectMany(package => Values.Texts(package.Settings.Get(kind)).Select(hook => (package, hook))))
        {
            var name = $"{kind}-{++number}";
            var node = LooseNode.Of(plan.Project, package, "operation", $"operation.{package.Name}.{name}", name, hook, ProjectReader.FileName);
            if (!(await CalledAsync($"{kind} {number}", node, build => build.Hook(hook, results is null ? [] : HookNames.Of(plan, results)), cancellationToken)).Succeeded)
            {
                return false;
            }
        }

        return true;
    }

    private Task<StepOutcome> CalledAsync(string name, DbtNode node, Action<NodeBuild> work, CancellationToken cancellationToken) => run.StepAsync(
        name,
        async (step, token) =>
        {
            try
            {
                await nodes.RunAsync(node, line => step.Log(RunLogLevel.Info, line), work, token);
                return new StepOutcome("done", new Dictionary<string, double>());
            }
            catch (JinjaException failure)
            {
                throw new FaultException(NodeSession.Told(failure, node, null));
            }
        },
        cancellationToken);

    /// <summary>Name of the step that does a node.</summary>
    public static string Title(DbtNode node) => $"{node.ResourceType} {Shown(node)}";

    private static string Shown(DbtNode node) => node.ResourceType == "unit_test" ? node.Draft.UniqueIdTail! : node.ResourceType is "test" or "analysis" || BuildPlan.IsEphemeral(node) ? node.Alias ?? node.Name : $"{node.Schema}.{node.Alias}";

    private async Task<NodeResult> DoAsync(DbtNode node, IStepContext step, CancellationToken cancellationToken)
    {
        var started = clock.GetUtcNow();
        string? compiledAt = null;
        NodeBuild? build = null;
        NodeResult Ended(string status, string message, Fault? fault = null) =>
            new(node, status, message, started, clock.GetUtcNow()) { Compiled = build?.Compiled, Fault = fault };
        try
        {
            await nodes.RunAsync(
                node,
                line => step.Log(RunLogLevel.Info, line),
                one =>
                {
                    build = one;
                    if (node.ResourceType != "seed")
                    {
                        compiledAt = artifacts.Compiled(node, one.Compile());
                    }

                    if (plan.Request.Command != "compile")
                    {
                        one.Build();
                    }
                },
                cancellationToken);
            return plan.Request.Command == "compile" ? Ended("success", compiledAt ?? "compiled")
                : node.ResourceType is "test" or "unit_test" ? Judged(build!, compiledAt, plan.Warnings, Ended) : Built(build!, Ended);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (JinjaException failure)
        {
            var fault = NodeSession.Told(failure, node, compiledAt);
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

    private static NodeResult Judged(NodeBuild build, string? compiledAt, Warnings warnings, Func<string, string, Fault?, NodeResult> ended)
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
                with
            { Failures = Convert.ToInt64(counted, CultureInfo.InvariantCulture) };
        }

        var failures = Convert.ToInt64(counted ?? 0L, CultureInfo.InvariantCulture);
        var severity = node.Draft.Config.Text("severity")?.ToLowerInvariant() ?? "error";
        var status = severity == "error" && errs is true ? "fail" : warns is true ? "warn" : "pass";
        var isRaised = status == "warn" && warnings.IsError(Warnings.Tests);
        status = isRaised ? "fail" : status;
        var condition = status == "fail" && !isRaised ? $"fail if {node.Draft.Config.Text("error_if") ?? "!= 0"}" : $"warn if {node.Draft.Config.Text("warn_if") ?? "!= 0"}";
        var message = status == "pass" ? "pass" : string.Create(CultureInfo.InvariantCulture, $"{(status == "warn" ? "warning: " : "")}Got {failures:N0} {(failures == 1 ? "result" : "results")}, configured to {condition}");
        var fault = status == "fail" ? Fault.Failed("dbt.test_failed", message, node.File, $"See the rows that fail: talentys query -f {compiledAt}") : null;
        return ended(status, message, fault) with { Failures = failures };
    }
}
