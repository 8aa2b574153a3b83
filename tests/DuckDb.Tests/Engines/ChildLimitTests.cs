using System.Diagnostics;
using System.Globalization;
using Talentys.DuckDb.Public;
using Talentys.Kernel;

namespace Talentys.DuckDb.Tests.Engines;

/// <summary>What a child may take, and who is told to be the cause when it takes more.</summary>
public sealed class ChildLimitTests
{
    private const string Endless = "select count(*) from range(1000000) a, range(1000000) b where a.range + b.range = 7";

    private static readonly EngineOptions Options = new() { MemoryBytesPerOrganisation = EngineBudget.Least, AllowedFolders = [] };

    [Fact]
    public async Task Who_cancels_is_told_at_once_and_the_end_when_it_has_come()
    {
        await using var engine = new ChildEngine(Runner.Command, Options);
        await engine.RowsAsync("select 1");
        var ended = new TaskCompletionSource();
        using var cancel = new CancellationTokenSource();
        var running = engine.RunAsync(new EngineStatement { Sql = Endless, Ended = ended.SetResult }, cancel.Token);
        await Runner.UntilAsync(() => engine.Statements == 1);
        Assert.False(ended.Task.IsCompleted);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal((0, 0L), (engine.Statements, engine.Kills));
        Assert.Equal(1L, (await engine.RowsAsync("select 1"))[0][0]);
    }

    [Fact]
    public async Task At_rest_it_gives_back_the_memory_of_what_has_ended()
    {
        await using var engine = new ChildEngine(Runner.Command, Options with { MemoryBytesPerOrganisation = 1L << 30, ThreadsPerOrganisation = 2 });
        await engine.RowsAsync("select 1");
        using var process = Process.GetProcessById(engine.ProcessId!.Value);
        var before = process.WorkingSet64;
        await using (var held = await engine.RunAsync(new EngineStatement { Sql = "select i, count(*) from range(4000000) t(i) group by i" }, CancellationToken.None))
        {
            (await held.NextAsync(CancellationToken.None))!.Dispose();
            Assert.True(Resident() > before + (100L << 20), "A grouping of four million rows takes more than 100 MB.");
        }

        await Runner.UntilAsync(() => Resident() < before + (64L << 20));

        long Resident()
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    [Fact]
    public async Task A_result_that_is_left_ends_behind_and_one_that_cannot_begin_ends_too()
    {
        await using var engine = new ChildEngine(Runner.Command, Options);
        var ended = 0;
        var result = await engine.RunAsync(new EngineStatement { Sql = "select i from range(100000000000) t(i)", Ended = () => ended++ }, CancellationToken.None);
        (await result.NextAsync(CancellationToken.None))!.Dispose();
        await result.DisposeAsync();
        await Runner.UntilAsync(() => ended == 1 && engine.Statements == 0);

        await Assert.ThrowsAnyAsync<FaultException>(() => engine.RunAsync(new EngineStatement { Sql = "select nothing", Ended = () => ended++ }, CancellationToken.None));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => engine.RunAsync(
            new EngineStatement { Sql = "select 1", Ended = () => ended++ }, new CancellationToken(canceled: true)));
        await using var nothing = new ChildEngine(new EngineCommand("/no/such/program", []), Options);
        await Assert.ThrowsAnyAsync<FaultException>(() => nothing.RunAsync(new EngineStatement { Sql = "select 1", Ended = () => ended++ }, CancellationToken.None));
        await Runner.UntilAsync(() => ended == 4);
    }

    [Fact]
    public async Task Who_had_company_may_not_be_the_cause()
    {
        await using var engine = new ChildEngine(Runner.Command, Options);
        var alone = await Assert.ThrowsAsync<LostStatementException>(() => engine.RowsAsync("select length(repeat('x', 2000000000))"));
        await using var beside = await engine.RunAsync(new EngineStatement { Sql = "select i from range(100000000000) t(i)" }, CancellationToken.None);
        var together = await Assert.ThrowsAsync<LostStatementException>(() => engine.RowsAsync("select length(repeat('x', 2000000000))"));

        Assert.Equal((LossCause.Itself, "engine.out_of_memory"), (alone.Cause, alone.Fault.Code));
        Assert.Equal(LossCause.Unclear, together.Cause);
        Assert.True(engine.Kills >= 1);
    }

    [Fact]
    public async Task Spilling_has_a_quota_and_none_is_left_when_the_disk_has_no_room()
    {
        var spill = Directory.CreateTempSubdirectory("talentys-spill-");
        const string large = "select max(n) from (select row_number() over (order by hash(i)) as n from range(60000000) t(i))";
        await using (var engine = new ChildEngine(Runner.Command, Options with { SpillFolder = spill.FullName, SpillBytes = 32L << 20 }))
        {
            var full = await Assert.ThrowsAnyAsync<FaultException>(() => engine.RowsAsync(large));
            Assert.Contains(full.Fault.Code, (string[])["engine.disk_full", "engine.out_of_memory"]);
        }

        await using (var none = new ChildEngine(Runner.Command, Options with { SpillFolder = spill.FullName, DiskReserveBytes = long.MaxValue / 2 }))
        {
            Assert.Equal("engine.out_of_memory", (await Assert.ThrowsAnyAsync<FaultException>(() => none.RowsAsync(large))).Fault.Code);
            Assert.Equal(0, none.SpillBytes);
        }

        Assert.Empty(spill.GetFileSystemInfos());
        spill.Delete();
    }

    [Fact]
    public async Task A_child_that_gives_way_does_so_with_all_its_threads()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        await using var engine = new ChildEngine(Runner.Command, Options with { GivesWay = true, ThreadsPerOrganisation = 2 });
        await engine.RowsAsync("select count(*) from range(10000000) t(i) where hash(i) = 7");

        var nice = Directory.GetDirectories($"/proc/{engine.ProcessId}/task").Select(Nice).ToList();
        Assert.True(nice.Count > 2);
        Assert.All(nice, one => Assert.True(one is null or 10, $"{one}"));
    }

    // the nineteenth field; those after the name in brackets begin with the third. Null for a thread that has ended
    private static int? Nice(string thread)
    {
        try
        {
            return int.Parse(File.ReadAllText(Path.Combine(thread, "stat")).Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[16], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
