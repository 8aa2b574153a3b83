using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Npgsql;
using Talentys.Contracts;

namespace Talentys.Host.Tests.CommandLine;

/// <summary>What one does to a server beside others, on each of its doors.</summary>
public class LimitsTests
{
    private const string Endless = "select count(*) from range(1000000) a, range(1000000) b where a.range + b.range = 7";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_leaves_or_cancels_a_statement_leaves_none_running()
    {
        using var program = new Talentys();
        program.Settings["TALENTYS_GATEWAY__POSTGRES__URL"] = "127.0.0.1:0";
        program.Settings["TALENTYS_QUERY__HEAVYSTATEMENTS"] = "10"; // all at once
        await using var server = await ServeTests.Server.StartAsync(program);
        var door = server.Told.First(line => line.StartsWith("PostgreSQL clients connect to ", StringComparison.Ordinal));
        var port = IPEndPoint.Parse(door.Split(' ')[4].TrimEnd(',')).Port;
        var key = (await program.GetAsync("keys", "create", "wire")).Split().First(word => word.StartsWith("tk_", StringComparison.Ordinal));

        // a request whose client leaves
        using var leaves = new CancellationTokenSource();
        var left = server.Owner.PostAsJsonAsync("/api/v1/query", new QueryRequest(Endless, Id: "left"), leaves.Token);

        // one that is cancelled by its id
        var cancelled = server.QueryAsync(server.Owner, Endless, id: "cancelled");

        // a kept result that is forgotten
        using var kept = await server.Owner.PostAsJsonAsync("/api/v1/results", new QueryRequest(Endless, Id: "kept"), Token);

        // PostgreSQL's clients: one cancels, one is gone
        await using var wire = await OpenAsync(port, key);
        await using var command = new NpgsqlCommand(Endless, wire);
        using var stop = new CancellationTokenSource();
        var asked = command.ExecuteScalarAsync(stop.Token);
        var (gone, socket) = await AskRawAsync(port, key);

        // the command line
        using var terminal = program.Start("query", Endless);

        await UntilAsync(async () => (await FiguresAsync(server))["running"] >= 6, "six statements run");
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        Assert.Equal(HttpStatusCode.NoContent, (await server.Owner.PostAsync("/api/v1/queries/cancelled/cancel", null, Token)).StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, (await cancelled).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await server.Owner.DeleteAsync("/api/v1/results/kept", Token)).StatusCode);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        socket.Dispose();
        using (var interrupt = Process.Start("kill", ["-INT", terminal.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await interrupt.WaitForExitAsync(Token);
        }

        await terminal.WaitForExitAsync(Token);
        Assert.NotEqual(0, terminal.ExitCode);

        await UntilAsync(async () => await FiguresAsync(server) is var figures && figures["running"] == 0 && figures["stopping"] == 0, "all have stopped");
        Assert.True(gone.IsCompleted || !socket.Connected);
        using var after = await server.QueryAsync(server.Owner, "select 42 as answer");
        Assert.Contains("[[42]]", await after.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Heavy_statements_stand_in_line_are_told_how_many_are_before_and_small_ones_pass()
    {
        await using var server = await ServeTests.Server.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            using var kept = await server.Owner.PostAsJsonAsync("/api/v1/results", new QueryRequest(Endless, Id: $"heavy{i}"), Token);
            Assert.Equal(HttpStatusCode.Accepted, kept.StatusCode);
            await UntilAsync(async () => await FiguresAsync(server) is var figures && figures["heavyRunning"] == 1 && figures["heavyWaiting"] == i, "it stands in line");
        }

        Assert.Equal([null, 1, 2], await Task.WhenAll(Enumerable.Range(0, 3).Select(async i =>
            (await server.Owner.GetFromJsonAsync<ResultDto>($"/api/v1/results/heavy{i}", Token))!.Queue)));
        using (var list = JsonDocument.Parse(await server.Owner.GetStringAsync("/api/v1/queries", Token)))
        {
            Assert.Contains(list.RootElement.GetProperty("items").EnumerateArray(), item => item.GetProperty("id").GetString() == "heavy2" && item.GetProperty("ahead").GetInt32() == 1);
        }

        for (var i = 0; i < 20; i++)
        {
            using var small = await server.QueryAsync(server.Owner, $"select {i} as n");
            Assert.Equal(HttpStatusCode.OK, small.StatusCode);
        }

        // who waits is cancelled like who runs, and the next moves up
        Assert.Equal(HttpStatusCode.NoContent, (await server.Owner.PostAsync("/api/v1/queries/heavy1/cancel", null, Token)).StatusCode);
        await UntilAsync(async () => (await server.Owner.GetFromJsonAsync<ResultDto>("/api/v1/results/heavy2", Token))!.Queue == 1, "it moves up");
        Assert.Equal(HttpStatusCode.NoContent, (await server.Owner.DeleteAsync("/api/v1/results/heavy0", Token)).StatusCode);
        await UntilAsync(async () => (await server.Owner.GetFromJsonAsync<ResultDto>("/api/v1/results/heavy2", Token)) is { Queue: null, State: "running" }, "it runs");
    }

    [Fact]
    public async Task Statements_that_lose_their_engine_to_another_are_run_again_unseen()
    {
        using var program = new Talentys();
        program.Settings["TALENTYS_QUERY__HEAVYROWS"] = "1000000000000000"; // the killer is taken for a small one
        await using var server = await ServeTests.Server.StartAsync(program);
        using var warm = await server.QueryAsync(server.Owner, "select 1");

        // 256 MB and what is allowed beyond are a moment's work for it; it takes no advice
        var killer = server.QueryAsync(server.Owner, "select length(string_agg(repeat('x', 400000), '')) from range(20000) t(n)");
        var asked = 0;
        while (!killer.IsCompleted)
        {
            using var small = await server.QueryAsync(server.Owner, "select sum(range) as s from range(3000000)");
            Assert.Equal(HttpStatusCode.OK, small.StatusCode);
            Assert.Contains("4499998500000", await small.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
            asked++;
        }

        using var told = await killer;
        Assert.NotEqual(HttpStatusCode.OK, told.StatusCode);
        Assert.True(asked > 0);
    }

    internal static async Task<Dictionary<string, double>> FiguresAsync(ServeTests.Server server)
    {
        using var health = JsonDocument.Parse(await server.Owner.GetStringAsync("/api/v1/health", Token));
        var engine = health.RootElement.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("name").GetString() == "engine");
        return engine.GetProperty("figures").EnumerateObject().ToDictionary(figure => figure.Name, figure => figure.Value.GetDouble());
    }

    internal static async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        var start = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromMinutes(2), $"Not so after two minutes: {what}.");
            await Task.Delay(50, Token);
        }
    }

    private static async Task<NpgsqlConnection> OpenAsync(int port, string key)
    {
        var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={port};Username=wire;Password={key};Database=dev;Pooling=false;SSL Mode=Disable;Timeout=60;Cancellation Timeout=60000");
        await connection.OpenAsync(Token);
        return connection;
    }

    /// <summary>A client whose socket can be closed under it: its connection goes through one that we hold.</summary>
    private static async Task<(Task Asked, Socket Between)> AskRawAsync(int port, string key)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var connecting = OpenAsync(((IPEndPoint)listener.LocalEndpoint).Port, key);
        var client = await listener.AcceptSocketAsync(Token);
        var between = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await between.ConnectAsync(IPAddress.Loopback, port, Token);
        _ = PumpAsync(client, between);
        _ = PumpAsync(between, client);
        var connection = await connecting;
        var command = new NpgsqlCommand(Endless, connection);
        var asked = command.ExecuteScalarAsync(Token).ContinueWith(
            _ =>
            {
                command.Dispose();
                connection.Dispose();
            },
            CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return (asked, between);
    }

    private static async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is var count && count > 0)
            {
                await to.SendAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // one side is gone
        }
        finally
        {
            from.Dispose();
            to.Dispose();
        }
    }
}
