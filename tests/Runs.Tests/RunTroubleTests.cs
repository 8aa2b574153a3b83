using Microsoft.Extensions.Logging.Abstractions;
using Talentys.Kernel;
using Talentys.Runs.Execution;
using Talentys.Runs.Queue;
using Talentys.Storage;

namespace Talentys.Runs.Tests;

public class RunTroubleTests
{
    [Fact]
    public async Task A_worker_that_cannot_renew_its_lease_stops_when_the_lease_is_over()
    {
        var started = new TaskCompletionSource();
        var stopped = new TaskCompletionSource();
        await using var engine = await RunHarness.OpenAsync(StorageProvider.Sqlite, new ScriptedKind(async (_, token) =>
        {
            await using var registration = token.Register(stopped.SetResult);
            started.SetResult();
            await Task.Delay(Timeout.Infinite, token);
        }));
        engine.Options.Lease = TimeSpan.FromSeconds(4);
        engine.Options.Heartbeat = TimeSpan.FromMilliseconds(100);
        await engine.StartAsync("scripted");
        var (flaky, work) = await WorkAsync(engine);
        await started.Task;

        flaky.Broken = true;

        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(90), TestContext.Current.CancellationToken);
        await work;
    }

    [Fact]
    public async Task What_was_reported_while_the_database_was_away_is_written_when_it_is_back()
    {
        var started = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        await using var engine = await RunHarness.OpenAsync(StorageProvider.Sqlite, new ScriptedKind(async (run, _) =>
        {
            started.SetResult();
            await go.Task;
            for (var i = 0; i < 5; i++)
            {
                run.Log(RunLogLevel.Info, $"line {i}");
                await Task.Delay(300, CancellationToken.None); // beyond the time in which reports are gathered
            }
        }));
        engine.Options.Lease = TimeSpan.FromMinutes(1);
        var id = await engine.StartAsync("scripted");
        var (flaky, work) = await WorkAsync(engine);
        await started.Task;

        flaky.Broken = true;
        go.SetResult();
        await Task.Delay(700, TestContext.Current.CancellationToken);
        flaky.Broken = false;
        await work;

        Assert.Equal("succeeded", (await engine.GetAsync(id)).State);
        var log = await engine.Reader.LogAsync(id, 0, 100, TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(0, 5).Select(i => $"line {i}"), log.Select(line => line.Message));
    }

    [Theory, MemberData(nameof(RunQueueTests.Databases), MemberType = typeof(RunQueueTests))]
    public async Task Any_text_may_be_logged(StorageProvider provider)
    {
        await using var engine = await RunHarness.OpenAsync(provider, new ScriptedKind((run, _) =>
        {
            run.Log(RunLogLevel.Warning, "nul \0, half \uD83D, whole \U0001F600");
            run.Log(RunLogLevel.Info, new string('x', 1_000_000));
            return Task.CompletedTask;
        }));
        await engine.AddWorkerAsync();

        var run = await engine.UntilAsync(await engine.StartAsync("scripted"), run => run.EndedAt is not null);

        Assert.Equal("succeeded", run.State);
        var log = await engine.Reader.LogAsync(run.Id, 0, 10, TestContext.Current.CancellationToken);
        Assert.Equal("nul \uFFFD, half \uFFFD, whole \U0001F600", log[0].Message);
        Assert.InRange(log[1].Message.Length, 1_000, 10_000);
    }

    [Fact]
    public async Task Work_that_tells_its_cancellation_as_a_fault_is_cancelled_not_failed()
    {
        var started = new TaskCompletionSource();
        await using var engine = await RunHarness.OpenAsync(StorageProvider.Sqlite, new ScriptedKind((run, token) =>
            run.StepAsync("one", async (_, stop) =>
            {
                started.SetResult();
                await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw new FaultException(new Fault(FaultKind.Cancelled, "engine.cancelled", "The query was cancelled."));
            }, token)));
        await engine.AddWorkerAsync();
        var id = await engine.StartAsync("scripted");
        await started.Task;

        await engine.Queue.CancelAsync("default", id, TestContext.Current.CancellationToken);

        var run = await engine.UntilAsync(id, run => run.EndedAt is not null);
        Assert.Equal(("cancelled", "cancelled"), (run.State, Assert.Single(run.Steps).State));
    }

    [Theory, MemberData(nameof(RunQueueTests.Databases), MemberType = typeof(RunQueueTests))]
    public async Task Two_who_retry_at_once_queue_the_run_once(StorageProvider provider)
    {
        await using var engine = await RunHarness.OpenAsync(provider, new ScriptedKind((_, _) => Task.CompletedTask));
        var token = TestContext.Current.CancellationToken;
        var id = await engine.StartAsync("scripted");
        await engine.Queue.CancelAsync("default", id, token);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            try
            {
                await engine.Queue.RetryAsync("default", id, token);
                return "queued";
            }
            catch (FaultException refused)
            {
                return refused.Fault.Kind.ToString();
            }
        }));

        Assert.Single(answers, "queued");
        Assert.Equal(5, answers.Count(answer => answer == nameof(FaultKind.Conflict)));
        Assert.Equal("queued", (await engine.GetAsync(id)).State);
    }

    private static async Task<(FlakyStorage Storage, Task Work)> WorkAsync(RunHarness engine)
    {
        var flaky = new FlakyStorage(engine.Storage);
        var leases = new RunLeases(flaky, engine.Options, engine.Clock);
        var claimed = (await leases.ClaimAsync(TestContext.Current.CancellationToken))!;
        var execution = new RunExecution(
            flaky, engine.Kinds, leases, engine.Signals, engine.Options, engine.Clock, NullLogger<RunExecution>.Instance);
        return (flaky, execution.WorkAsync(claimed, CancellationToken.None));
    }
}
