using Talentys.Kernel;
using Talentys.Runs.Queue;
using Talentys.Storage;
using Talentys.TestSupport;

namespace Talentys.Runs.Tests;

public sealed class RunsProbeTests
{
    [Fact]
    public async Task A_run_that_waits_for_long_is_a_warning()
    {
        var clock = new TestClock();
        await using var database = await TestDatabase.CreateAsync(StorageProvider.Sqlite, new RunsStorageMapping());
        var probe = new RunsProbe(database, clock);
        var empty = await probe.LookAsync(CancellationToken.None);
        await using (var db = database.Create())
        {
            db.Add(Row("a", RunState.Queued, clock.GetUtcNow()));
            db.Add(Row("b", RunState.Running, clock.GetUtcNow(), clock.GetUtcNow().AddHours(1)));
            db.Add(Row("c", RunState.Running, clock.GetUtcNow(), clock.GetUtcNow().AddSeconds(-1)));
            db.Add(Row("d", RunState.Succeeded, clock.GetUtcNow().AddDays(-1)));
            await db.SaveChangesAsync();
        }

        clock.Advance(TimeSpan.FromMinutes(14));
        var early = await probe.LookAsync(CancellationToken.None);
        clock.Advance(TimeSpan.FromMinutes(2));
        var late = await probe.LookAsync(CancellationToken.None);

        Assert.Equal((HealthLevel.Ok, 0), (empty.Level, empty.Figures["queued"]));
        Assert.Equal(HealthLevel.Ok, early.Level);
        Assert.Equal(HealthLevel.Warning, late.Level);
        Assert.Equal((1, 1, 1, 960), (late.Figures["queued"], late.Figures["running"], late.Figures["interrupted"], late.Figures["oldestWaitingSeconds"]));
    }

    private static RunRow Row(string id, string state, DateTimeOffset createdAt, DateTimeOffset? leaseUntil = null) => new()
    {
        Id = id,
        Organisation = "default",
        Environment = "dev",
        Kind = "scripted",
        Title = id,
        Arguments = "{}",
        Principal = "{}",
        CreatedAt = createdAt,
        State = state,
        LeaseUntil = leaseUntil,
    };
}
