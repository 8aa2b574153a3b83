using System.Diagnostics;
using System.Net.Sockets;
using Talentys.DuckDb.Public;
using Talentys.Kernel;

namespace Talentys.DuckDb.Tests.Engines;

public sealed class ChildEngineTests : EngineContract
{
    /// <summary>Goes on for minutes after an interrupt.</summary>
    private const string Deaf = "select count(*) from (select list_sort(range(100000000)))";

    private static readonly EngineOptions Options = new()
    {
        MemoryBytesPerOrganisation = 2 * EngineBudget.Least,
        Grace = TimeSpan.FromSeconds(1),
        AllowedFolders = [],
    };

    protected override IEngine Open(EngineOptions options) => new ChildEngine(Runner.Command, options);

    [Fact]
    public async Task A_statement_that_eats_all_memory_ends_only_its_own_child()
    {
        await using var pool = new EnginePool(Runner.Command, Options);
        await using var other = await pool.For("other").RunAsync(new EngineStatement { Sql = "select i from range(10000000) t(i)" }, None);

        var failure = await Assert.ThrowsAnyAsync<FaultException>(() => pool.For("hog").RowsAsync("select length(repeat('x', 2000000000))"));

        Assert.Equal(("engine.out_of_memory", FaultKind.Limit), (failure.Fault.Code, failure.Fault.Kind));
        Assert.NotNull(await other.NextAsync(None));
        Assert.Equal(1L, (await pool.For("hog").RowsAsync("select 1"))[0][0]);
    }

    [Fact]
    public async Task A_connection_carries_one_statement_after_another_and_none_that_was_left()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Open files are told by /proc.");
        await using var engine = new ChildEngine(Runner.Command, Options);
        Assert.Equal(1L, (await engine.RowsAsync("select 1"))[0][0]);
        var before = Sockets();
        for (var number = 0L; number < 20; number++)
        {
            Assert.Equal(number, (await engine.RowsAsync($"select {number}::bigint"))[0][0]);
            await using var told = await engine.RunAsync(new EngineStatement { Sql = "select 'x' as a", Describe = true }, None);
            Assert.Equal("a", told.Schema.GetFieldByIndex(0).Name);
        }

        Assert.Equal(before, Sockets());
        await using (var left = await engine.RunAsync(new EngineStatement { Sql = "select i from range(1000000000) t(i)" }, None))
        {
            (await left.NextAsync(None))!.Dispose();
        }

        await Assert.ThrowsAnyAsync<FaultException>(() => engine.RowsAsync("select nothing"));
        Assert.Equal(7L, (await engine.RowsAsync("select 7::bigint"))[0][0]);
        await Runner.UntilAsync(() => Sockets() <= before);

        int Sockets() => Directory.GetFiles($"/proc/{engine.ProcessId}/fd").Count(file => new FileInfo(file).LinkTarget is { } target && target.StartsWith("socket:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_endless_sort_runs_into_its_time_limit()
    {
        await using var engine = Open(Options);

        var failure = await Assert.ThrowsAnyAsync<FaultException>(() => engine.RowsAsync(new EngineStatement
        {
            Sql = "select * from (select hash(i) as h from range(1000000000000) t(i)) order by h",
            Timeout = TimeSpan.FromSeconds(1),
        }));

        // whichever limit it meets first
        Assert.Contains(failure.Fault.Code, (string[])["engine.timeout", "engine.out_of_memory"]);
        Assert.Equal(1L, (await engine.RowsAsync("select 1"))[0][0]);
    }

    [Fact]
    public async Task A_statement_deaf_to_its_cancel_is_ended_with_its_child_after_the_grace_time()
    {
        await using var engine = new ChildEngine(Runner.Command, Options with { MemoryBytesPerOrganisation = 8L << 30 });
        await using var neighbour = await engine.RunAsync(new EngineStatement { Sql = "select i from range(1000000000) t(i)" }, None);
        var before = engine.ProcessId;
        using var source = new CancellationTokenSource();
        var deaf = engine.RowsAsync(Deaf, source.Token);
        using var child = Process.GetProcessById(before!.Value);
        await Runner.UntilAsync(() => Children.ChildLimits.ResidentBytes(child) > 600L << 20); // its list is there

        var start = TimeProvider.System.GetTimestamp();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => deaf);

        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(30));
        var failure = await Assert.ThrowsAnyAsync<FaultException>(async () =>
        {
            while (await neighbour.NextAsync(None) is { } batch)
            {
                batch.Dispose();
            }
        });
        Assert.Equal("engine.crashed", failure.Fault.Code);
        Assert.Contains("another statement", failure.Fault.Message, StringComparison.Ordinal);
        Assert.Equal(1L, (await engine.RowsAsync("select 1"))[0][0]);
        Assert.NotEqual(before, engine.ProcessId);
    }

    [Fact]
    public async Task A_statement_deaf_to_its_time_limit_is_ended_with_its_child()
    {
        await using var engine = Open(Options with { MemoryBytesPerOrganisation = 8L << 30 });

        var failure = await Assert.ThrowsAnyAsync<FaultException>(() =>
            engine.RowsAsync(new EngineStatement { Sql = Deaf, Timeout = TimeSpan.FromMilliseconds(300) }));

        Assert.Equal("engine.timeout", failure.Fault.Code);
    }

    [Fact]
    public async Task A_child_killed_in_the_middle_of_a_result_is_told_and_the_next_statement_starts_another()
    {
        await using var engine = new ChildEngine(Runner.Command, Options);
        await using var result = await engine.RunAsync(new EngineStatement { Sql = "select i from range(1000000000) t(i)" }, None);
        (await result.NextAsync(None))?.Dispose();

        Kill(engine.ProcessId);
        var failure = await Assert.ThrowsAnyAsync<FaultException>(async () =>
        {
            while (await result.NextAsync(None) is { } batch)
            {
                batch.Dispose();
            }
        });

        Assert.Equal("engine.crashed", failure.Fault.Code);
        Assert.Equal(1L, (await engine.RowsAsync("select 1"))[0][0]);
    }

    [Fact]
    public async Task A_child_killed_between_statements_is_replaced_unseen()
    {
        await using var engine = new ChildEngine(Runner.Command, Options);
        await engine.RowsAsync("select 1");
        var before = engine.ProcessId;

        Kill(before);

        await Runner.UntilAsync(() => engine.ProcessId is null);
        Assert.Equal(1L, (await engine.RowsAsync("select 1"))[0][0]);
        Assert.NotEqual(before, engine.ProcessId);
    }

    [Fact]
    public async Task An_idle_child_is_ended_and_leaves_nothing_behind()
    {
        var spill = Directory.CreateTempSubdirectory("talentys-spill-");
        await using var engine = new ChildEngine(
            Runner.Command, Options with { IdleTimeout = TimeSpan.FromMilliseconds(200), SpillFolder = spill.FullName });
        await engine.RowsAsync("select 1");

        await Runner.UntilAsync(() => engine.ProcessId is null && spill.GetDirectories().Length == 0);

        Assert.Equal(1L, (await engine.RowsAsync("select 1"))[0][0]);
        await engine.DisposeAsync();
        spill.Delete(recursive: true);
    }

    [Fact]
    public async Task A_child_whose_parent_is_gone_ends_itself_even_in_the_middle_of_a_statement()
    {
        // the parent holds the other end of standard input: closing it is what its death looks like
        var folder = Directory.CreateTempSubdirectory("talentys-");
        var start = new ProcessStartInfo(Runner.Command.FileName, Runner.Command.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var child = Process.Start(start)!;
        var orders = new Wire.ChildOrders(Path.Combine(folder.FullName, "s"), "token", Options);
        await child.StandardInput.WriteLineAsync(
            System.Text.Json.JsonSerializer.Serialize(orders, Wire.WireJson.Default.ChildOrders));
        await child.StandardInput.FlushAsync();
        Assert.Equal("ready", await child.StandardOutput.ReadLineAsync());
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(orders.Socket));
        await using var stream = new NetworkStream(socket);
        await Wire.Frames.WriteAsync(
            stream, new Wire.StatementMessage { Token = "token", Sql = Deaf }, Wire.WireJson.Default.StatementMessage, None);

        child.StandardInput.Close();

        await child.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.False(Directory.Exists(folder.FullName));
    }

    [Fact]
    public async Task A_child_does_not_inherit_the_secrets_of_the_server()
    {
        Environment.SetEnvironmentVariable("TALENTYS_TEST_SECRET", "hidden");
        await using var engine = new ChildEngine(Runner.Command, Options);
        await engine.RowsAsync("select 1");

        var environment = await File.ReadAllTextAsync($"/proc/{engine.ProcessId}/environ");

        Assert.Contains("PATH=", environment, StringComparison.Ordinal);
        Assert.DoesNotContain("TALENTYS_TEST_SECRET", environment, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_is_no_engine_is_told()
    {
        await using var nothing = new ChildEngine(new EngineCommand("/no/such/program", []), Options);
        await using var other = new ChildEngine(new EngineCommand("/bin/true", []), Options);

        Assert.Equal("engine.crashed", (await Assert.ThrowsAnyAsync<FaultException>(() => nothing.RowsAsync("select 1"))).Fault.Code);
        Assert.Equal("engine.crashed", (await Assert.ThrowsAnyAsync<FaultException>(() => other.RowsAsync("select 1"))).Fault.Code);
    }

    [Fact]
    public async Task A_connection_without_the_token_is_closed_without_an_answer()
    {
        await using var server = Children.ChildServer.Open(new Wire.ChildOrders(
            Path.Combine(Directory.CreateTempSubdirectory("talentys-").FullName, "s"), "right", Options));
        using var stop = new CancellationTokenSource();
        var serving = server.ServeAsync(stop.Token);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(server.Address);
        await using var stream = new NetworkStream(socket);

        await Wire.Frames.WriteAsync(
            stream, new Wire.StatementMessage { Token = "wrong", Sql = "select 1" }, Wire.WireJson.Default.StatementMessage, None);

        Assert.Equal(0, await stream.ReadAsync(new byte[1]));
        await stop.CancelAsync();
        await serving;
    }

    [Fact]
    public async Task A_slow_reader_bounds_the_memory_of_the_child()
    {
        await using var engine = new ChildEngine(Runner.Command, Options);
        await using var result = await engine.RunAsync(
            new EngineStatement { Sql = "select i, repeat('x', 200) as t from range(100000000) t(i)" }, None);
        (await result.NextAsync(None))?.Dispose();
        using var child = Process.GetProcessById(engine.ProcessId!.Value);

        for (var look = 0; look < 10; look++)
        {
            await Task.Delay(50);
            Assert.InRange(Children.ChildLimits.ResidentBytes(child), 1, 400L << 20);
        }
    }

    private static void Kill(int? id)
    {
        using var child = Process.GetProcessById(id!.Value);
        child.Kill();
    }
}
