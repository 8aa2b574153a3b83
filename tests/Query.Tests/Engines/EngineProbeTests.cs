using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Query.Engines;
using Talentys.Query.Public;

namespace Talentys.Query.Tests.Engines;

public sealed class EngineProbeTests
{
    [Fact]
    public async Task Statements_that_run_and_wait_are_counted_and_a_long_queue_is_a_warning()
    {
        var options = new QueryOptions { ConcurrentStatements = 1, WaitingStatements = 4, WaitTimeout = TimeSpan.FromMinutes(5) };
        var admission = new Admission(options, TimeProvider.System);
        var probe = new EngineProbe(new Engines(3), admission, options);
        var running = await admission.EnterAsync(Ticket(Lane.Small), CancellationToken.None);
        var waiting = WorkAsync(admission, Lane.Small);
        using var heavy = await admission.EnterAsync(Ticket(Lane.Heavy), CancellationToken.None);
        var calm = await probe.LookAsync(CancellationToken.None);
        var more = WorkAsync(admission, Lane.Small);
        var busy = await probe.LookAsync(CancellationToken.None);
        running.Dispose();
        await Task.WhenAll(waiting, more);
        var after = await probe.LookAsync(CancellationToken.None);

        Assert.Equal((HealthLevel.Ok, 3, 2, 1, 1), (calm.Level, calm.Figures["processes"], calm.Figures["running"], calm.Figures["waiting"], calm.Figures["heavyRunning"]));
        Assert.Equal("2 statements run, 1 statement waits.", calm.Message);
        Assert.Equal((HealthLevel.Warning, 2, 2), (busy.Level, busy.Figures["running"], busy.Figures["waiting"]));
        Assert.Equal((HealthLevel.Ok, 1, 0, 2), (after.Level, after.Figures["running"], after.Figures["waiting"], after.Figures["waits"]));
        Assert.Equal((7, 1 << 20), (after.Figures["kills"], after.Figures["spillBytes"]));
    }

    private static Ticket Ticket(Lane lane) => new("acme", "ann", lane) { Longest = TimeSpan.FromMinutes(5) };

    private static async Task WorkAsync(Admission admission, Lane lane)
    {
        using var place = await admission.EnterAsync(Ticket(lane), CancellationToken.None);
    }

    private sealed class Engines(int processes) : IQueryEngines
    {
        public bool AreApart => true;

        public int Processes => processes;

        public long Kills => 7;

        public int Statements => 2;

        public long SpillBytes => 1 << 20;

        public IEngine For(string organisation, Lane lane, IReadOnlyList<string> folders) => throw new NotSupportedException();
    }
}
