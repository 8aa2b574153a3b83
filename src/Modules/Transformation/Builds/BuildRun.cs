using System.Globalization;
using System.Text.Json;
using Talentys.Contracts;
using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Query.Public;
using Talentys.Transformation.Parsing;
using Talentys.Transformation.Public;
using Talentys.Transformation.Relations;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Builds;

/// <summary>The run kind <c>build</c>: each node of the dbt project is a step, in the order of the graph.</summary>
internal sealed class BuildRun(IQueries queries, PlatformFolders folders, TransformationOptions options, TimeProvider clock) : IRunKind
{
    public const string KindName = "build";

    public string Name => KindName;

    public string TitleOf(JsonElement arguments)
    {
        var request = arguments.Deserialize<BuildRequest>(JsonSerializerOptions.Web)!;
        return $"dbt {request.Command}{(request.Select is { Count: > 0 } select ? " " + string.Join(' ', select) : "")}";
    }

    public async Task ExecuteAsync(IRunContext run, CancellationToken cancellationToken)
    {
        var request = run.Arguments.Deserialize<BuildRequest>(JsonSerializerOptions.Web)!;
        var began = clock.GetTimestamp();
        var project = await Task.Run(
            () => DbtProject.Read(
                new DbtOrder(folders.Project)
                {
                    Vars = request.Vars,
                    Target = request.Target,
                    Profile = request.Profile,
                    ProfilesFolder = request.ProfilesFolder,
                    StateFolder = request.State,
                    TrustsProject = options.TrustsProject,
                    Clock = clock,
                },
                cancellationToken),
            cancellationToken);
        var plan = new BuildPlan(project, request, run.Scope.Environment);
        var artifacts = new Artifacts(plan, folders.Project, run.RunId, clock);
        await artifacts.ManifestAsync(cancellationToken);
        var work = new Work(plan, run, artifacts, began);
        var failed = false;
        if (request.Command is not "compile")
        {
            failed = !await HooksAsync(work, "on-run-start", cancellationToken);
        }

        foreach (var node in failed ? [] : plan.Nodes)
        {
            var outcome = await run.StepAsync($"{node.ResourceType} {Shown(node)}", (step, token) => StepAsync(work, node, step, token), cancellationToken);
            if (!outcome.Succeeded)
            {
                work.Failed.Add(node.UniqueId);
                if (request.FailFast)
                {
                    break;
                }
            }
            else if (outcome.Summary.StartsWith("skipped", StringComparison.Ordinal))
            {
                work.Failed.Add(node.UniqueId);
            }
        }

        if (request.Command is not "compile" && !failed)
        {
            await HooksAsync(work, "on-run-end", cancellationToken);
        }

        await artifacts.ResultsAsync(work.Results, clock.GetElapsedTime(began), cancellationToken);
        await run.StepAsync(
            "done",
            (_, _) =>
            {
                int Count(params string[] statuses) => work.Results.Count(result => statuses.Contains(result.Status));
                return Task.FromResult(new StepOutcome(
                    string.Create(CultureInfo.InvariantCulture, $"PASS={Count("success", "pass")} WARN={Count("warn")} ERROR={Count("error", "fail")} SKIP={Count("skipped")} TOTAL={work.Results.Count}"),
                    new Dictionary<string, double>()));
            },
            cancellationToken);
    }

    private static string Shown(DbtNode node) => node.ResourceType is "test" or "analysis" || BuildPlan.IsEphemeral(node) ? node.Alias ?? node.Name : $"{node.Schema}.{node.Alias}";

    private async Task<StepOutcome> StepAsync(Work work, DbtNode node, IStepContext step, CancellationToken cancellationToken)
    {
        var started = clock.GetUtcNow();
        if (work.Blocker(node) is { } blocker)
        {
            var skipped = new NodeResult(node, "skipped", $"skipped, for {blocker} failed", null, null, started, started);
            work.Results.Add(skipped);
            return new StepOutcome(skipped.Message, new Dictionary<string, double>());
        }

        NodeResult result;
        Fault? fault = null;
        string? compiledAt = null;
        NodeBuild? build = null;
        await using var session = queries.OpenSession(work.Run.Scope);
        session.Begin(false, null);
        try
        {
            var warehouse = new Warehouse(session, work.Run.Principal, work.Run.Scope, cancellationToken);
            build = new NodeBuild(work.Plan, node, warehouse, line => step.Log(RunLogLevel.Info, line), cancellationToken);
            if (node.ResourceType == "snapshot")
            {
                throw new FaultException(Fault.Invalid("dbt.snapshot_unsupported", "Snapshots are not built yet.", node.File, "Leave it out with --exclude resource_type:snapshot."));
            }

            if (node.ResourceType != "seed")
            {
                var sql = await Task.Run(build.Compile, cancellationToken);
                compiledAt = await work.Artifacts.CompiledAsync(node, sql, cancellationToken);
            }

            if (work.Plan.Request.Command == "compile")
            {
                result = new NodeResult(node, "success", compiledAt ?? "compiled", null, build.Compiled, started, clock.GetUtcNow());
            }
            else
            {
                await Task.Run(build.Materialize, cancellationToken);
                await session.CommitAsync(cancellationToken);
                result = Judged(node, build, started, compiledAt);
                fault = result.Status is not ("fail" or "error") ? null : Fault.Failed(
                    "dbt.test_failed", result.Message, node.File, $"See the rows that fail: talentys query -f {compiledAt}");
            }
        }
        catch (JinjaException failure)
        {
            fault = Told(failure, node, compiledAt);
            result = new NodeResult(node, "error", fault.Message, null, build?.Compiled, started, clock.GetUtcNow());
        }
        catch (FaultException failure)
        {
            fault = failure.Fault with { Place = failure.Fault.Place ?? node.File };
            result = new NodeResult(node, "error", fault.Message, null, build?.Compiled, started, clock.GetUtcNow());
        }

        work.Results.Add(result);
        return fault is not null ? throw new FaultException(fault) : new StepOutcome(
            result.Message, result.Failures is { } failures ? new Dictionary<string, double> { ["failures"] = failures } : new Dictionary<string, double>());
    }

    private NodeResult Judged(DbtNode node, NodeBuild build, DateTimeOffset started, string? compiledAt)
    {
        var main = build.Result("main");
        if (node.ResourceType != "test")
        {
            var rows = main is { Names: ["Count"], Rows: [[long count]] } && node.Draft.Config.Text("materialized") != "view" ? string.Create(CultureInfo.InvariantCulture, $", {count:N0} rows") : "";
            return new NodeResult(node, "success", $"{node.Draft.Config.Text("materialized")}{rows}", null, build.Compiled, started, clock.GetUtcNow());
        }

        if (main is not { Rows: [[var counted, var warns, var errs]] })
        {
            return new NodeResult(node, "error", "The test gives no failures, should_warn and should_error.", null, build.Compiled, started, clock.GetUtcNow());
        }

        var failures = Convert.ToInt64(counted ?? 0L, CultureInfo.InvariantCulture);
        var severity = node.Draft.Config.Text("severity")?.ToLowerInvariant() ?? "error";
        var status = severity == "error" && errs is true ? "fail" : warns is true ? "warn" : "pass";
        var condition = status == "fail" ? $"fail if {node.Draft.Config.Text("error_if") ?? "!=0"}" : $"warn if {node.Draft.Config.Text("warn_if") ?? "!=0"}";
        var message = status == "pass" ? "pass" : string.Create(CultureInfo.InvariantCulture, $"{(status == "warn" ? "warning: " : "")}Got {failures:N0} {(failures == 1 ? "result" : "results")}, configured to {condition}");
        return new NodeResult(node, status, message, failures, build.Compiled, started, clock.GetUtcNow());
    }

    private static Fault Told(JinjaException failure, DbtNode node, string? compiledAt)
    {
        if (failure.Kind != Warehouse.FailureKind || failure.InnerException is not FaultException { Fault: { } fault })
        {
            return MacroTable.Faulty(failure, node.File);
        }

        var macros = failure.Places.Where(place => place.Macro is not null && !place.Template.StartsWith("dbt: ", StringComparison.Ordinal)).Select(place => $"in {place}").ToList();
        var way = macros.Count > 0 ? $" ({string.Join(", ", macros)})" : "";
        return Fault.Failed(fault.Code, $"{fault.Message.TrimEnd('.')}{(fault.Place is null ? "" : $", at {fault.Place} of the statement")}{way}.", node.File, fault.Mend ?? (compiledAt is null ? null : $"Its SQL is in {compiledAt}."));
    }

    private async Task<bool> HooksAsync(Work work, string kind, CancellationToken cancellationToken)
    {
        var number = 0;
        foreach (var package in work.Plan.Project.Packages)
        {
            foreach (var hook in Values.Texts(package.Settings.Get(kind)))
            {
                var outcome = await work.Run.StepAsync(
                    $"{kind} {++number}",
                    async (step, token) =>
                    {
                        await using var session = queries.OpenSession(work.Run.Scope);
                        session.Begin(false, null);
                        var node = new DbtNode
                        {
                            UniqueId = $"operation.{package.Name}.{kind}-{number}",
                            ResourceType = "operation",
                            Name = $"{kind}-{number}",
                            Package = package.Name,
                            File = "dbt_project.yml",
                            Fqn = [package.Name, kind],
                            Config = new Dictionary<string, object?>(),
                            Draft = new Draft(package, "operation", $"{kind}-{number}", "dbt_project.yml", [package.Name, kind]),
                        };
                        try
                        {
                            await Task.Run(() => new NodeBuild(work.Plan, node, new Warehouse(session, work.Run.Principal, work.Run.Scope, token), line => step.Log(RunLogLevel.Info, line), token).Hook(hook), token);
                            await session.CommitAsync(token);
                        }
                        catch (JinjaException failure)
                        {
                            throw new FaultException(Told(failure, node, null));
                        }

                        return new StepOutcome("done", new Dictionary<string, double>());
                    },
                    cancellationToken);
                if (!outcome.Succeeded)
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>A build while it runs.</summary>
    private sealed record Work(BuildPlan Plan, IRunContext Run, Artifacts Artifacts, long Began)
    {
        public List<NodeResult> Results { get; } = [];

        public HashSet<string> Failed { get; } = new(StringComparer.Ordinal);

        /// <summary>What failed above a node: something that it needs, or a test of that.</summary>
        public string? Blocker(DbtNode node)
        {
            var above = Plan.Above(node);
            return Failed.FirstOrDefault(id => above.Contains(id) || (node.ResourceType != "test" && Plan.ById[id] is { ResourceType: "test", DependsOn: var tested } && tested.All(above.Contains)));
        }
    }
}
