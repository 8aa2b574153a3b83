using Talentys.Kernel;
using Talentys.Runs.Feed;
using Talentys.Storage;

namespace Talentys.Runs.Tests;

public class RunQueueTests
{
    public static TheoryData<StorageProvider> Databases => [StorageProvider.Sqlite, StorageProvider.Postgres];

    [Theory, MemberData(nameof(Databases))]
    public async Task Asking_twice_for_the_same_work_gives_one_run(StorageProvider provider)
    {
        await using var engine = await RunHarness.OpenAsync(provider, new ScriptedKind((_, _) => Task.CompletedTask));
        var token = TestContext.Current.CancellationToken;

        var asked = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => engine.Queue.StartAsync(
            "scripted", RunHarness.Scope, Principal.System("default"),
            i % 2 == 0 ? RunHarness.Json(new { a = 1, b = 2 }) : RunHarness.Json(new { b = 2, a = 1 }), token)));
        var other = await engine.StartAsync("scripted", new { a = 2 });

        Assert.Single(asked.Select(run => run.RunId).Distinct());
        Assert.Single(asked, run => !run.Joined);
        Assert.NotEqual(asked[0].RunId, other);
    }

    [Fact]
    public async Task After_the_end_the_same_work_is_a_new_run()
    {
        await using var engine = await RunHarness.OpenAsync(StorageProvider.Sqlite, new ScriptedKind((_, _) => Task.CompletedTask));
        await engine.AddWorkerAsync();
        var first = await engine.StartAsync("scripted");
        await engine.UntilAsync(first, run => run.EndedAt is not null);

        Assert.NotEqual(first, await engine.StartAsync("scripted"));
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_running_run_is_cancelled_and_can_be_retried(StorageProvider provider)
    {
        var attempts = 0;
        await using var engine = await RunHarness.OpenAsync(provider, new ScriptedKind(async (run, token) =>
        {
            await run.StepAsync("kept", (_, _) => Task.FromResult(ScriptedKind.Done), token);
            await run.StepAsync("long", async (_, stop) =>
            {
                if (++attempts == 1)
                {
                    await Task.Delay(Timeout.Infinite, stop);
                }

                return ScriptedKind.Done;
            }, token);
        }));
        await engine.AddWorkerAsync();
        var id = await engine.StartAsync("scripted");
        await engine.UntilAsync(id, run => run.Steps.Count == 2);

        await engine.Queue.CancelAsync("default", id, TestContext.Current.CancellationToken);
        var cancelled = await engine.UntilAsync(id, run => run.EndedAt is not null);
        await engine.Queue.RetryAsync("default", id, TestContext.Current.CancellationToken);
        var retried = await engine.UntilAsync(id, run => run.State == "succeeded");

        Assert.Equal(("cancelled", "cancelled"), (cancelled.State, cancelled.Steps[1].State));
        Assert.Equal(["succeeded", "succeeded"], retried.Steps.Select(step => step.State));
    }

    [Fact]
    public async Task A_queued_run_is_cancelled_at_once()
    {
        await using var engine = await RunHarness.OpenAsync(StorageProvider.Sqlite, new ScriptedKind((_, _) => Task.CompletedTask));
        var id = await engine.StartAsync("scripted");

        await engine.Queue.CancelAsync("default", id, TestContext.Current.CancellationToken);

        Assert.Equal("cancelled", (await engine.GetAsync(id)).State);
    }

    [Fact]
    public async Task A_stopping_host_gives_its_runs_back_and_the_attempt_does_not_count()
    {
        var started = new TaskCompletionSource();
        await using var engine = await RunHarness.OpenAsync(StorageProvider.Sqlite, new ScriptedKind(async (_, token) =>
        {
            started.TrySetResult();
            await Task.Delay(Timeout.Infinite, token);
        }));
        var worker = await engine.AddWorkerAsync();
        var id = await engine.StartAsync("scripted");
        await started.Task;

        await worker.StopAsync(TestContext.Current.CancellationToken);

        var run = await engine.GetAsync(id);
        Assert.Equal(("queued", 0), (run.State, run.Attempt));
    }

    [Fact]
    public async Task An_organisation_neither_sees_nor_cancels_the_runs_of_another()
    {
        await using var engine = await RunHarness.OpenAsync(StorageProvider.Sqlite, new ScriptedKind((_, _) => Task.CompletedTask));
        var id = await engine.StartAsync("scripted");
        var token = TestContext.Current.CancellationToken;

        var seen = await Assert.ThrowsAsync<FaultException>(() => engine.Reader.GetAsync("other", id, token));
        var cancelled = await Assert.ThrowsAsync<FaultException>(() => engine.Queue.CancelAsync("other", id, token));

        Assert.Equal(("runs.not_found", "runs.not_found"), (seen.Fault.Code, cancelled.Fault.Code));
        Assert.Equal("queued", (await engine.GetAsync(id)).State);
    }

    [Fact]
    public async Task The_feed_tells_each_change_and_every_log_line_once_and_ends()
    {
        var go = new TaskCompletionSource();
        await using var engine = await RunHarness.OpenAsync(StorageProvider.Sqlite, new ScriptedKind(async (run, token) =>
        {
            await go.Task;
            for (var i = 0; i < 3; i++)
            {
                run.Log(RunLogLevel.Info, $"line {i}");
            }

            await run.StepAsync("one", (_, _) => Task.FromResult(ScriptedKind.Done), token);
        }));
        await engine.AddWorkerAsync();
        var id = await engine.StartAsync("scripted");
        var feed = new RunFeed(engine.Reader, new RunSight(NoPolicies.Instance), engine.Signals, engine.Clock);

        var events = new List<(string Type, string? Id)>();
        await foreach (var item in feed.FollowAsync(Principal.System("default"), id, 0, CancellationToken.None, TestContext.Current.CancellationToken))
        {
            events.Add((item.EventType, item.EventId));
            go.TrySetResult();
        }

        Assert.Equal("run", events[0].Type);
        Assert.Equal("end", events[^1].Type);
        Assert.Equal(["1", "2", "3", "4"], events.Where(item => item.Type == "log").Select(item => item.Id));
    }

    [Fact]
    public async Task The_log_is_bounded_and_says_so()
    {
        await using var engine = await RunHarness.OpenAsync(StorageProvider.Sqlite, new ScriptedKind((run, _) =>
        {
            for (var i = 0; i < 100; i++)
            {
                run.Log(RunLogLevel.Info, "again");
            }

            return Task.CompletedTask;
        }));
        engine.Options.MostLogLines = 10;
        await engine.AddWorkerAsync();
        var run = await engine.UntilAsync(await engine.StartAsync("scripted"), run => run.EndedAt is not null);

        var log = await engine.Reader.LogAsync(run.Id, 0, 1000, TestContext.Current.CancellationToken);
        Assert.Equal(11, log.Count);
        Assert.Contains("full", log[^1].Message, StringComparison.Ordinal);
    }
}
