using System.Globalization;
using System.Text.Json;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Query.Public;
using Talentys.Transformation.Analysis;
using Talentys.Transformation.Reading;

namespace Talentys.Transformation.Builds;

/// <summary>The run kind <c>build</c>: each node of the dbt project is a step, in the order of the graph, several at once.</summary>
internal sealed class BuildRun(IQueries queries, IEnvironments environments, ProjectReaders readers, PlatformFolders folders, TimeProvider clock) : IRunKind, IDisposable
{
    public const string KindName = "build";

    /// <summary>Two builds of one project would write one folder and the same tables: they wait for each other.</summary>
    private readonly SemaphoreSlim one = new(1);

    public string Name => KindName;

    public string TitleOf(JsonElement arguments)
    {
        var request = arguments.Deserialize<BuildRequest>(JsonSerializerOptions.Web)!;
        return $"dbt {request.Command}{(request.Macro is { } macro ? " " + macro : "")}{(request.Select is { Count: > 0 } select ? " " + string.Join(' ', select) : "")}";
    }

    public async Task ExecuteAsync(IRunContext run, CancellationToken cancellationToken)
    {
        if (!one.Wait(0, CancellationToken.None))
        {
            run.Log(RunLogLevel.Info, "Another build of the project is under way: waiting for its end.");
            await one.WaitAsync(cancellationToken);
        }

        try
        {
            await BuildAsync(run, cancellationToken);
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    private async Task BuildAsync(IRunContext run, CancellationToken cancellationToken)
    {
        var asked = run.Arguments.Deserialize<BuildRequest>(JsonSerializerOptions.Web)!;
        var last = asked.Command == Retry.Command ? await Retry.ReadAsync(folders.Project, cancellationToken) : null;
        var request = last is null ? asked : last.Request with { Threads = asked.Threads ?? last.Request.Threads };
        request = request with { StartedAt = request.StartedAt ?? clock.GetUtcNow() };
        var began = clock.GetTimestamp();
        var project = await readers.ReadAsync(request, run.Scope.Environment, cancellationToken);
        var plan = new BuildPlan(project, request, last?.Nodes);
        request = plan.Request; // with what the project's flags say
        await plan.CheckStateAsync(environments, run.Scope.Organisation, cancellationToken);
        foreach (var line in project.Warn(request.WarnError, request.WarnErrorOptions))
        {
            run.Log(RunLogLevel.Warning, line);
        }

        var artifacts = new Artifacts(plan, folders.Project, run.RunId, clock);
        await artifacts.ManifestAsync(cancellationToken);
        var step = new NodeStep(queries, plan, run, artifacts, clock);
        var results = new List<NodeResult>();
        if (request.Command == Operation.Command)
        {
            results.Add(await step.OperationAsync(Operation.Of(plan), cancellationToken));
            await artifacts.ResultsAsync(results, clock.GetElapsedTime(began), cancellationToken);
            return;
        }

        if (request.Command == Freshness.Command)
        {
            if (!project.Flags.FreshnessRunsHooks || await step.HooksAsync("on-run-start", null, cancellationToken))
            {
                await new Freshness(queries, plan, run, Path.Combine(folders.Project, "target"), clock).RunAsync(cancellationToken);
            }

            if (project.Flags.FreshnessRunsHooks)
            {
                await step.HooksAsync("on-run-end", [], cancellationToken);
            }

            return;
        }

        if (request.Command == Catalog.Command)
        {
            await new Catalog(queries, plan, run, artifacts, Path.Combine(folders.Project, "target"), clock).RunAsync(cancellationToken);
            return;
        }

        if (plan.Nodes.Count == 0 && (request.Select is { Count: > 0 } || request.Selector is not null))
        {
            Nothing(plan, run);
        }

        var hooks = request.Command is not "compile";
        try
        {
            if (request is { Command: "build" or "run", SkipsAnalysis: false })
            {
                results.AddRange(await CheckStep.RunAsync(queries, plan, run, clock, cancellationToken));
            }

            var faulty = results.Select(result => result.Node.UniqueId).ToHashSet(StringComparer.Ordinal);
            if ((faulty.Count == 0 || (!request.StrictAnalysis && request.FailFast is not true))
                && (!hooks || await step.HooksAsync("on-run-start", null, cancellationToken) || !project.Flags.SkipsAfterFailedHooks))
            {
                if (hooks && GrantNote.Of(plan) is { } note)
                {
                    await run.StepAsync("grants", (_, _) => Task.FromResult(new StepOutcome(note, new Dictionary<string, double>())), cancellationToken);
                }

                await new Schedule(plan).RunAsync(plan.Threads, async (node, blocker) =>
                {
                    if (faulty.Contains(node.UniqueId))
                    {
                        return (false, true); // it has failed, by what was found in it
                    }

                    var result = await step.RunAsync(node, blocker, cancellationToken);
                    lock (results)
                    {
                        results.Add(result);
                    }

                    return (result.Well, result.Well || result.Status == "skipped" || request.FailFast is not true);
                });
                if (hooks)
                {
                    await step.HooksAsync("on-run-end", results, cancellationToken);
                }
            }
        }
        finally
        {
            // what was not reached is told as well, so that a retry comes to it
            var reached = results.Select(result => result.Node.UniqueId).ToHashSet(StringComparer.Ordinal);
            results.AddRange(plan.Nodes.Where(node => !reached.Contains(node.UniqueId)).Select(node => step.Skipped(node, "for the build ended before")));
            await artifacts.ResultsAsync(results, clock.GetElapsedTime(began), CancellationToken.None);
        }

        await run.StepAsync("done", (_, _) => Task.FromResult(new StepOutcome(Counts(results), new Dictionary<string, double>())), cancellationToken);
    }

    private static void Nothing(BuildPlan plan, IRunContext run)
    {
        const string Message = "The selection names nothing that this command works on.";
        if (plan.Warnings.IsError(Warnings.Selection))
        {
            throw new FaultException(Fault.Invalid("dbt.selection_empty", Message, "--select", "See what there is: talentys dbt list"));
        }

        if (!plan.Warnings.IsSilent(Warnings.Selection))
        {
            run.Log(RunLogLevel.Warning, Message);
        }
    }

    private static string Counts(List<NodeResult> results)
    {
        int Count(params string[] statuses) => results.Count(result => statuses.Contains(result.Status));
        return string.Create(CultureInfo.InvariantCulture, $"PASS={Count("success", "pass")} WARN={Count("warn")} ERROR={Count("error", "fail")} SKIP={Count("skipped")} TOTAL={results.Count}");
    }
}
