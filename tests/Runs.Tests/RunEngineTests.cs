using System.Collections.Concurrent;
using Talentys.Kernel;
using Talentys.Runs.Queue;
using Talentys.Storage;

namespace Talentys.Runs.Tests;

public class RunEngineTests
{
    public static TheoryData<StorageProvider> Databases => [StorageProvider.Sqlite, StorageProvider.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task A_run_goes_through_its_steps_and_keeps_what_they_tell(StorageProvider provider)
    {
        await using var engine = await RunHarness.OpenAsync(provider, new ScriptedKind(async (run, token) =>
        {
            run.Log(RunLogLevel.Info, "begin");
            await run.StepAsync("one", (step, _) =>
            {
                step.Progress(3, 7, "rows");
                step.Log(RunLogLevel.Warning, "careful");
                return Task.FromResult(ScriptedKind.Done);
            }, token);
        }));
        await engine.AddWorkerAsync();

        var run = await engine.UntilAsync(await engine.StartAsync("scripted"), run => run.EndedAt is not null);

        Assert.Equal("succeeded", run.State);
        var step = Assert.Single(run.Steps);
        Assert.Equal(("one", "succeeded", 3, 7, "rows", "done"), (step.Name, step.State, step.Done, step.Total, step.Unit, step.Summary));
        Assert.Equal(7, step.Metrics["rows"]);
        var log = await engine.Reader.LogAsync(run.Id, 0, 100, TestContext.Current.CancellationToken);
        Assert.Equal(["begin", "careful", "done"], log.Select(line => line.Message));
        Assert.Equal([1, 2, 3], log.Select(line => line.Number));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_failed_step_fails_the_run_and_the_others_go_on(StorageProvider provider)
    {
        await using var engine = await RunHarness.OpenAsync(provider, new ScriptedKind(async (run, token) =>
        {
            await run.StepAsync("bad", (_, _) => throw new FaultException(Fault.Failed("x.y", "It broke.", "a:1", "Mend it.")), token);
            await run.StepAsync("good", (_, _) => Task.FromResult(ScriptedKind.Done), token);
        }));
        await engine.AddWorkerAsync();

        var run = await engine.UntilAsync(await engine.StartAsync("scripted"), run => run.EndedAt is not null);

        Assert.Equal("failed", run.State);
        Assert.Equal(["failed", "succeeded"], run.Steps.Select(step => step.State));
        Assert.Equal(("x.y", "It broke.", "a:1", "Mend it."), (run.Fault!.Code, run.Fault.Message, run.Fault.Place, run.Fault.Mend));
    }

    [Fact]
    public async Task A_failed_step_keeps_its_figures_and_its_fault_is_in_the_log()
    {
        await using var engine = await RunHarness.OpenAsync(StorageProvider.Sqlite, new ScriptedKind((run, token) =>
            run.StepAsync("bad", (_, _) => Task.FromResult(ScriptedKind.Done with { Summary = "", Fault = Fault.Failed("x.y", "It broke.", "a:1") }), token)));
        await engine.AddWorkerAsync();

        var run = await engine.UntilAsync(await engine.StartAsync("scripted"), run => run.EndedAt is not null);

        Assert.Equal(("failed", "failed", 7), (run.State, run.Steps[0].State, run.Steps[0].Metrics["rows"]));
        var line = Assert.Single(await engine.Reader.LogAsync(run.Id, 0, 100, TestContext.Current.CancellationToken));
        Assert.Equal("a:1: It broke.", line.Message);
    }

    [Fact]
    public async Task A_bug_in_a_run_kind_is_told_without_its_details()
    {
        await using var engine = await RunHarness.OpenAsync(
            StorageProvider.Sqlite, new ScriptedKind((_, _) => throw new InvalidOperationException("secret detail")));
        await engine.AddWorkerAsync();

        var run = await engine.UntilAsync(await engine.StartAsync("scripted"), run => run.EndedAt is not null);

        Assert.Equal("failed", run.State);
        Assert.Equal("runs.unexpected", run.Fault!.Code);
        Assert.DoesNotContain("secret", run.Fault.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Another_worker_resumes_a_run_whose_worker_died_and_repeats_no_finished_step(StorageProvider provider)
    {
        var executed = new ConcurrentQueue<string>();
        await using var engine = await RunHarness.OpenAsync(provider, new ScriptedKind(async (run, token) =>
        {
            foreach (var name in new[] { "one", "two" })
            {
                await run.StepAsync(name, (_, _) =>
                {
                    executed.Enqueue($"{name}@{run.Attempt}");
                    return Task.FromResult(ScriptedKind.Done);
                }, token);
            }
        }));
        var id = await engine.StartAsync("scripted");
        await DieAfterFirstStepAsync(engine, id);
        await engine.Leases.ExpireAllAsync(TestContext.Current.CancellationToken);

        Assert.Equal("interrupted", (await engine.UntilAsync(id, run => run.State == "interrupted")).State);
        await engine.AddWorkerAsync();
        var run = await engine.UntilAsync(id, run => run.EndedAt is not null);

        Assert.Equal(("succeeded", 2), (run.State, run.Attempt));
        Assert.Equal(["two@2"], executed);
    }

    [Fact]
    public async Task An_exclusive_owner_resumes_at_once_without_waiting_for_the_lease()
    {
        await using var engine = await RunHarness.OpenAsync(
            StorageProvider.Sqlite, new ScriptedKind((_, _) => Task.CompletedTask));
        engine.Options.Lease = TimeSpan.FromHours(1);
        engine.Options.ExclusiveOwner = true;
        var id = await engine.StartAsync("scripted");
        Assert.NotNull(await engine.Leases.ClaimAsync(TestContext.Current.CancellationToken));

        await engine.AddWorkerAsync();

        Assert.Equal("succeeded", (await engine.UntilAsync(id, run => run.EndedAt is not null)).State);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Many_workers_never_work_on_one_run_at_once(StorageProvider provider)
    {
        var working = new ConcurrentDictionary<string, int>();
        var clashes = 0;
        await using var engine = await RunHarness.OpenAsync(provider, new ScriptedKind(async (run, token) =>
        {
            if (!working.TryAdd(run.RunId, 0))
            {
                Interlocked.Increment(ref clashes);
            }

            await run.StepAsync("work", async (_, stop) =>
            {
                await Task.Delay(5, stop);
                return ScriptedKind.Done;
            }, token);
        }));
        engine.Options.Lease = TimeSpan.FromMinutes(1);
        var ids = new List<string>();
        for (var i = 0; i < 30; i++)
        {
            ids.Add(await engine.StartAsync("scripted", new { i }));
        }

        for (var i = 0; i < 4; i++)
        {
            await engine.AddWorkerAsync();
        }

        foreach (var id in ids)
        {
            Assert.Equal("succeeded", (await engine.UntilAsync(id, run => run.EndedAt is not null)).State);
        }

        Assert.Equal(0, clashes);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_worker_that_lost_its_lease_stops_and_writes_nothing(StorageProvider provider)
    {
        var stopped = new TaskCompletionSource();
        var started = new TaskCompletionSource();
        await using var engine = await RunHarness.OpenAsync(provider, new ScriptedKind(async (run, token) =>
        {
            if (run.Attempt > 1)
            {
                return;
            }

            started.SetResult();
            await using var registration = token.Register(stopped.SetResult);
            await stopped.Task;
            await run.StepAsync("zombie", (_, _) => Task.FromResult(ScriptedKind.Done), CancellationToken.None);
        }));
        var id = await engine.StartAsync("scripted");
        var claimed = (await engine.Leases.ClaimAsync(TestContext.Current.CancellationToken))!;
        var zombie = engine.Execution().WorkAsync(claimed, CancellationToken.None);
        await started.Task;

        await engine.Leases.ExpireAllAsync(TestContext.Current.CancellationToken);
        var second = (await engine.Leases.ClaimAsync(TestContext.Current.CancellationToken))!;
        await zombie;

        Assert.Empty((await engine.GetAsync(id)).Steps);
        await engine.Execution().WorkAsync(second, CancellationToken.None);
        Assert.Equal("succeeded", (await engine.GetAsync(id)).State);
    }

    [Fact]
    public async Task A_run_that_keeps_killing_its_worker_is_given_up()
    {
        await using var engine = await RunHarness.OpenAsync(StorageProvider.Sqlite, new ScriptedKind((_, _) => Task.CompletedTask));
        engine.Options.MostAttempts = 3;
        var id = await engine.StartAsync("scripted");
        for (var attempt = 0; attempt < 3; attempt++)
        {
            Assert.NotNull(await engine.Leases.ClaimAsync(TestContext.Current.CancellationToken));
            await engine.Leases.ExpireAllAsync(TestContext.Current.CancellationToken);
        }

        Assert.Null(await engine.Leases.ClaimAsync(TestContext.Current.CancellationToken));
        Assert.Equal("runs.too_many_attempts", (await engine.GetAsync(id)).Fault!.Code);
    }

    private static async Task DieAfterFirstStepAsync(RunHarness engine, string id)
    {
        var token = TestContext.Current.CancellationToken;
        var claimed = (await engine.Leases.ClaimAsync(token))!;
        using var journal = new Execution.RunJournal(claimed, engine.Storage, engine.Signals, engine.Clock, 1000, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        await journal.OpenAsync(token);
        var context = new Execution.RunContext(claimed, RunHarness.Json(new { }), journal);
        await context.StepAsync("one", (_, _) => Task.FromResult(ScriptedKind.Done), token);
        Assert.Equal(RunState.Running, (await engine.GetAsync(id)).State);
    }
}
