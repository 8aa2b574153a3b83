using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Runs.Execution;
using Talentys.Runs.Feed;
using Talentys.Runs.Public;
using Talentys.Runs.Queue;
using Talentys.Storage;
using Talentys.TestSupport;

namespace Talentys.Runs.Tests;

/// <summary>A run engine on a real database, with workers that a test can add and kill.</summary>
internal sealed class RunHarness : IAsyncDisposable
{
    private readonly TestDatabase database;
    private readonly List<RunWorker> workers = [];

    private RunHarness(TestDatabase database, IReadOnlyList<IRunKind> kinds)
    {
        this.database = database;
        Kinds = kinds;
        Queue = new RunQueue(database, kinds, Signals, Clock);
        Reader = new RunReader(database, Clock);
    }

    public static Scope Scope { get; } = new("default", "dev");

    public IReadOnlyList<IRunKind> Kinds { get; }

    public TimeProvider Clock { get; } = TimeProvider.System;

    public RunsOptions Options { get; } = new()
    {
        Lease = TimeSpan.FromMinutes(5), // on a busy machine a beat may come late
        Heartbeat = TimeSpan.FromMilliseconds(300),
        Poll = TimeSpan.FromMilliseconds(100),
    };

    public RunSignals Signals { get; } = new();

    public RunQueue Queue { get; }

    public RunReader Reader { get; }

    public IPlatformDbFactory Storage => database;

    public RunLeases Leases => new(database, Options, Clock);

    public static async Task<RunHarness> OpenAsync(StorageProvider provider, params IReadOnlyList<IRunKind> kinds) =>
        new(await TestDatabase.CreateAsync(provider, new RunsStorageMapping()), kinds);

    public static JsonElement Json(object value) => JsonSerializer.SerializeToElement(value);

    public async Task<string> StartAsync(string kind, object? arguments = null) => (await Queue.StartAsync(
        kind, Scope, Principal.System("default"), Json(arguments ?? new { }), TestContext.Current.CancellationToken)).RunId;

    public RunExecution Execution() => new(
        database, Kinds, Leases, Signals, Options, Clock, NullLogger<RunExecution>.Instance);

    public async Task<RunWorker> AddWorkerAsync()
    {
        var worker = new RunWorker(Leases, Execution(), Signals, Options, Clock, NullLogger<RunWorker>.Instance);
        workers.Add(worker);
        await worker.StartAsync(CancellationToken.None);
        return worker;
    }

    public async Task<RunDto> GetAsync(string id) =>
        (await Reader.GetAsync("default", id, TestContext.Current.CancellationToken)).Run;

    /// <summary>Waits until a run is as described, at most 90 seconds.</summary>
    public async Task<RunDto> UntilAsync(string id, Func<RunDto, bool> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(90));
        while (true)
        {
            var run = (await Reader.GetAsync("default", id, CancellationToken.None)).Run;
            if (condition(run))
            {
                return run;
            }

            if (deadline.IsCancellationRequested)
            {
                throw new TimeoutException($"The run stayed {JsonSerializer.Serialize(run)}");
            }

            await Task.Delay(20, CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in workers)
        {
            await worker.StopAsync(CancellationToken.None);
            worker.Dispose();
        }

        await database.DisposeAsync();
    }
}
