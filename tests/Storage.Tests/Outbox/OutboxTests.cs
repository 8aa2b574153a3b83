using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Talentys.Kernel;
using Talentys.Storage.Tests.Samples;
using Talentys.TestSupport;

namespace Talentys.Storage.Tests.Outbox;

public sealed class OutboxTests : IAsyncLifetime
{
    private readonly TempFolder folder = new();
    private readonly TestClock clock = new();
    private readonly List<StorageHost> hosts = [];
    private readonly List<TestDatabase> databases = [];

    public static TheoryData<StorageProvider> Providers => [StorageProvider.Sqlite, StorageProvider.Postgres];

    [Theory, MemberData(nameof(Providers))]
    public async Task What_was_committed_is_delivered_in_order_and_forgotten(StorageProvider provider)
    {
        var seen = new Recorder();
        var host = await HostAsync(await DatabaseAsync(provider), clock, seen);
        await AddAsync(host, 1, 2, 3);

        Assert.Equal(3, await host.Get<OutboxDispatcher>().DeliverDueAsync(CancellationToken.None));
        Assert.Equal([1, 2, 3], seen.Numbers);
        await using var db = host.Db();
        Assert.Equal(0, await db.Set<OutboxRow>().CountAsync());
    }

    [Fact]
    public async Task What_was_rolled_back_is_not_delivered()
    {
        var seen = new Recorder();
        var host = await HostAsync(await DatabaseAsync(StorageProvider.Sqlite), clock, seen);
        await using (var db = host.Db())
        await using (await db.Database.BeginTransactionAsync())
        {
            host.Get<IOutbox>().Add(db, new Counted(1));
            await db.SaveChangesAsync();
        }

        Assert.Equal(0, await host.Get<OutboxDispatcher>().DeliverDueAsync(CancellationToken.None));
        Assert.Empty(seen.Numbers);
    }

    [Fact]
    public async Task An_event_that_nobody_handles_is_not_stored()
    {
        var host = await HostAsync(await DatabaseAsync(StorageProvider.Sqlite), clock, new Recorder());
        await using var db = host.Db();
        host.Get<IOutbox>().Add(db, new Unheard());
        await db.SaveChangesAsync();

        Assert.Equal(0, await db.Set<OutboxRow>().CountAsync());
    }

    [Fact]
    public async Task A_failing_handler_is_retried_later_and_later_events_wait_for_it()
    {
        var seen = new Recorder { FailuresOf = { [2] = 2 } };
        var host = await HostAsync(await DatabaseAsync(StorageProvider.Sqlite), clock, seen);
        await AddAsync(host, 1, 2, 3);
        var dispatcher = host.Get<OutboxDispatcher>();

        await dispatcher.DeliverDueAsync(CancellationToken.None);
        await dispatcher.DeliverDueAsync(CancellationToken.None);
        Assert.Equal([1], seen.Numbers);
        clock.Advance(TimeSpan.FromSeconds(1));
        await dispatcher.DeliverDueAsync(CancellationToken.None);
        clock.Advance(TimeSpan.FromSeconds(1));
        await dispatcher.DeliverDueAsync(CancellationToken.None);
        Assert.Equal([1], seen.Numbers);
        clock.Advance(TimeSpan.FromSeconds(1));
        await dispatcher.DeliverDueAsync(CancellationToken.None);

        Assert.Equal([1, 2, 3], seen.Numbers);
    }

    [Fact]
    public async Task An_event_that_never_succeeds_is_set_aside_and_the_others_go_on()
    {
        var seen = new Recorder { FailuresOf = { [1] = int.MaxValue } };
        var host = await HostAsync(await DatabaseAsync(StorageProvider.Sqlite), clock, seen);
        await AddAsync(host, 1, 2);
        for (var i = 0; i < OutboxDispatcher.MaxAttempts; i++)
        {
            await host.Get<OutboxDispatcher>().DeliverDueAsync(CancellationToken.None);
            clock.Advance(TimeSpan.FromMinutes(10));
        }

        Assert.Equal([2], seen.Numbers);
        Assert.Contains(host.Logs.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
        await using var db = host.Db();
        Assert.True((await db.Set<OutboxRow>().SingleAsync()).SetAside);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Two_nodes_do_not_both_deliver(StorageProvider provider)
    {
        var seen = new Recorder();
        var database = await DatabaseAsync(provider);
        var one = await HostAsync(database, clock, seen);
        var two = await HostAsync(database, clock, seen);
        await AddAsync(one, [.. Enumerable.Range(0, 30)]);

        await Task.WhenAll(
            one.Get<OutboxDispatcher>().DeliverDueAsync(CancellationToken.None),
            two.Get<OutboxDispatcher>().DeliverDueAsync(CancellationToken.None));
        await one.Get<OutboxDispatcher>().DeliverDueAsync(CancellationToken.None);

        Assert.Equal(Enumerable.Range(0, 30), seen.Numbers);
    }

    [Fact]
    public async Task The_lease_of_a_dead_node_passes_on_when_it_ends()
    {
        var seen = new Recorder();
        var database = await DatabaseAsync(StorageProvider.Sqlite);
        var dead = await HostAsync(database, clock, seen);
        var alive = await HostAsync(database, clock, seen);
        await AddAsync(alive, 1);
        Assert.True(await dead.Get<OutboxLeases>().TakeAsync(Counted.Name, CancellationToken.None));

        Assert.Equal(0, await alive.Get<OutboxDispatcher>().DeliverDueAsync(CancellationToken.None));
        clock.Advance(OutboxLeases.Term + TimeSpan.FromSeconds(1));
        Assert.Equal(1, await alive.Get<OutboxDispatcher>().DeliverDueAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_commit_wakes_the_dispatcher(bool inTransaction)
    {
        // the clock stands still: only the wake-up can make it look
        var seen = new Recorder();
        var host = await HostAsync(await DatabaseAsync(StorageProvider.Sqlite), clock, seen);
        await host.RunAsync();
        for (var i = 0; i < 5; i++)
        {
            await using var db = host.Db();
            await using var transaction = inTransaction ? await db.Database.BeginTransactionAsync() : null;
            host.Get<IOutbox>().Add(db, new Counted(i));
            await db.SaveChangesAsync();
            await (transaction?.CommitAsync() ?? Task.CompletedTask);
            await seen.WaitForAsync(i + 1);
        }
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var host in hosts)
        {
            await host.DisposeAsync();
        }

        foreach (var database in databases)
        {
            await database.DisposeAsync();
        }

        folder.Dispose();
    }

    private static async Task AddAsync(StorageHost host, params int[] numbers)
    {
        foreach (var number in numbers)
        {
            await using var db = host.Db();
            host.Get<IOutbox>().Add(db, new Counted(number));
            await db.SaveChangesAsync();
        }
    }

    private async Task<TestDatabase> DatabaseAsync(StorageProvider provider)
    {
        var database = await TestDatabase.CreateAsync(provider, new OutboxMapping(), new SecretMapping(), new NoteMapping());
        databases.Add(database);
        return database;
    }

    private Task<StorageHost> HostAsync(TestDatabase database, TestClock clock, Recorder seen)
    {
        var host = new StorageHost(
            folder.Folders, database.Options, clock, services => services.AddSingleton<IEventHandler<Counted>>(seen));
        hosts.Add(host);
        return Task.FromResult(host);
    }

    private sealed record Counted(int Number) : IEvent
    {
        public static string Name => "test.counted";
    }

    private sealed record Unheard : IEvent
    {
        public static string Name => "test.unheard";
    }

    private sealed class Recorder : IEventHandler<Counted>
    {
        private readonly ConcurrentQueue<int> numbers = new();
        private readonly Channel<int> handled = Channel.CreateUnbounded<int>();

        public IReadOnlyList<int> Numbers => [.. numbers];

        public Dictionary<int, int> FailuresOf { get; } = [];

        public Task HandleAsync(Counted happened, CancellationToken cancellationToken)
        {
            if (FailuresOf.TryGetValue(happened.Number, out var left) && left > 0)
            {
                FailuresOf[happened.Number] = left - 1;
                throw new InvalidOperationException("not now");
            }

            numbers.Enqueue(happened.Number);
            handled.Writer.TryWrite(happened.Number);
            return Task.CompletedTask;
        }

        public async Task WaitForAsync(int count)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
            await handled.Reader.ReadAsync(patience.Token);
            Assert.Equal(count, numbers.Count);
        }
    }
}
