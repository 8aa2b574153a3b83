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
        using var admission = new Admission(options);
        var probe = new EngineProbe(new Engines(3), admission, options);
        var running = await admission.EnterAsync("acme", CancellationToken.None);
        var waiting = WorkAsync(admission);
        var calm = await probe.LookAsync(CancellationToken.None);
        var more = WorkAsync(admission);
        var busy = await probe.LookAsync(CancellationToken.None);
        running.Dispose();
        await Task.WhenAll(waiting, more);
        var after = await probe.LookAsync(CancellationToken.None);

        Assert.Equal((HealthLevel.Ok, 3, 1, 1), (calm.Level, calm.Figures["processes"], calm.Figures["running"], calm.Figures["waiting"]));
        Assert.Equal("1 statement runs, 1 statement waits.", calm.Message);
        Assert.Equal((HealthLevel.Warning, 1, 2), (busy.Level, busy.Figures["running"], busy.Figures["waiting"]));
        Assert.Equal((HealthLevel.Ok, 0, 0), (after.Level, after.Figures["running"], after.Figures["waiting"]));
    }

    private static async Task WorkAsync(Admission admission)
    {
        using var place = await admission.EnterAsync("acme", CancellationToken.None);
    }

    private sealed class Engines(int processes) : IQueryEngines
    {
        public int Processes => processes;

        public IEngine For(string organisation, IReadOnlyList<string> folders) => throw new NotSupportedException();
    }
}
