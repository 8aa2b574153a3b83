using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Npgsql;
using Talentys.Contracts;

namespace Talentys.Host.Tests.CommandLine;

/// <summary>Statements that write, at a real server: what is left of one that ends before its time, and what policies let it write.</summary>
public class ServedWritesTests
{
    private const int Many = 1_500_000;

    // more rows than anybody waits for
    private const string Endless = "insert into t select i, md5(i::varchar) from range(100000000000) r(i)";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Long => string.Create(CultureInfo.InvariantCulture, $"insert into t select i, md5(i::varchar) from range({Many}) r(i)");

    [Fact]
    public async Task A_server_that_is_killed_while_it_writes_leaves_the_table_whole()
    {
        var server = await ServeTests.Server.StartAsync();
        try
        {
            await ValueAsync(server, "create table t as select 0::bigint as i, 'one' as v");
            var before = DataFiles(server);
            var lost = server.QueryAsync(server.Owner, Long);
            await LimitsTests.UntilAsync(() => Task.FromResult(DataFiles(server) > before || lost.IsCompleted), "files of rows are written");
            var answered = false;
            server = await server.KillAndStartAsync(async () =>
            {
                try
                {
                    answered = (await lost).IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    // its connection ended with the server
                }
            });

            // as it was; or, where the version was published in that moment, with all of the rows
            var rows = await ValueAsync(server, "select count(*) from t");
            Assert.Contains(rows, answered ? [1L + Many] : (long[])[1, 1L + Many]);
            Assert.Equal(rows == 1 ? 1 : 2, await ValueAsync(server, "select count(*) from t$snapshots"));
            Assert.Equal(rows, await ValueAsync(server, "select sum(record_count)::bigint from t$files"));
            await LimitsTests.UntilAsync(() => Task.FromResult(Spools(server) == 0), "what the dead process had on its way is gone");
            Assert.Equal(1, await ValueAsync(server, "insert into t values (-1, 'after')"));
            Assert.Equal(1, await ValueAsync(server, "update t set v = 'changed' where i = 0 and v = 'one'"));
            Assert.Equal(rows + 1, await ValueAsync(server, "select count(*) from t"));
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_write_that_is_cancelled_leaves_nothing_half_done_and_no_engine_busy()
    {
        using var program = new Talentys();
        var port = FreePort();
        program.Settings["TALENTYS_GATEWAY__POSTGRES__URL"] = $"127.0.0.1:{port}";
        await using var server = await ServeTests.Server.StartAsync(program);
        var key = (await program.GetAsync("keys", "create", "wire", "--role", "engineer")).Split().First(word => word.StartsWith("tk_", StringComparison.Ordinal));
        await ValueAsync(server, "create table t as select 0::bigint as i, 'one' as v");
        var files = DataFiles(server);

        // while the engine gives rows: by its id, as a kept result that is forgotten, over the wire, in a transaction of it
        var cancelled = server.QueryAsync(server.Owner, Endless, id: "cancelled");
        await UntilSpooledAsync(server, 1);
        Assert.Equal(HttpStatusCode.NoContent, (await server.Owner.PostAsync("/api/v1/queries/cancelled/cancel", null, Token)).StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, (await cancelled).StatusCode);

        using (var kept = await server.Owner.PostAsJsonAsync("/api/v1/results", new QueryRequest(Endless, Id: "kept"), Token))
        {
            Assert.Equal(HttpStatusCode.Accepted, kept.StatusCode);
        }

        await UntilSpooledAsync(server, 1);
        Assert.Equal(HttpStatusCode.NoContent, (await server.Owner.DeleteAsync("/api/v1/results/kept", Token)).StatusCode);
        await UntilSpooledAsync(server, 0);

        await using (var wire = new NpgsqlConnection(
            $"Host=127.0.0.1;Port={port};Username=wire;Password={key};Database=dev;Pooling=false;SSL Mode=Disable;Timeout=60;Command Timeout=120;Cancellation Timeout=60000"))
        {
            await wire.OpenAsync(Token);
            await StoppedAsync(server, wire);
            await using var transaction = await wire.BeginTransactionAsync(Token);
            await using (var first = new NpgsqlCommand("insert into t values (5, 'never')", wire))
            {
                await first.ExecuteNonQueryAsync(Token);
            }

            await StoppedAsync(server, wire);
            await transaction.RollbackAsync(Token);
            await using var count = new NpgsqlCommand("select count(*) from t", wire);
            Assert.Equal(1L, await count.ExecuteScalarAsync(Token));
        }

        // while files are written: what is told is what is so
        var late = server.QueryAsync(server.Owner, Long, id: "late");
        await LimitsTests.UntilAsync(() => Task.FromResult(DataFiles(server) > files || late.IsCompleted), "files of rows are written");
        using var asked = await server.Owner.PostAsync("/api/v1/queries/late/cancel", null, Token);
        var done = (await late).IsSuccessStatusCode;
        Assert.Equal(done ? 1 + Many : 1, await ValueAsync(server, "select count(*) from t"));

        await LimitsTests.UntilAsync(async () => await LimitsTests.FiguresAsync(server) is var figures && figures["running"] == 0 && figures["stopping"] == 0, "all have stopped");
        await LimitsTests.UntilAsync(() => Task.FromResult(Spools(server) == 0 && (done || DataFiles(server) == files)), "nothing of them is left");
        Assert.Equal(1, await ValueAsync(server, "update t set v = 'two' where i = 0 and v = 'one'"));
    }

    [Fact]
    public async Task Who_sees_masks_writes_what_is_seen()
    {
        await using var server = await ServeTests.Server.StartAsync();
        server.Program.Write("people.csv", "id,email\n1,ann@example.org\n2,bob@example.org\n");
        await server.Program.GetAsync("load", "people.csv");
        await ValueAsync(server, "create table kept (id bigint, email varchar)");
        server.Program.Write("policies/people.yml", "masks: [{columns: \"main.people.email\", mask: constant, value: hidden}]\nrows: [{on: \"main.people\", keep: \"id < 2\", except: [\"user:admin\"]}]");
        var key = (await server.Program.GetAsync("keys", "create", "loader", "--role", "engineer")).Split().First(word => word.StartsWith("tk_", StringComparison.Ordinal));
        using var loader = new HttpClient { BaseAddress = server.Address };
        loader.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);

        Assert.Equal(1, await ValueAsync(server, "insert into kept select * from people", loader));
        Assert.Equal(1, await ValueAsync(server, "merge into kept using people on kept.id = people.id when matched then update set email = kept.email || people.email", loader));
        Assert.Equal(1, await ValueAsync(server, "update kept set email = kept.email || p.email || (select max(email) from people) from people p where p.id = kept.id", loader));
        await ValueAsync(server, "create table copied as select p.email, k.email as other from people p join kept k using (id)", loader);
        using var failed = await server.QueryAsync(loader, "insert into kept (id) select email::bigint from people");
        Assert.DoesNotContain("example", await failed.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.False(failed.IsSuccessStatusCode);
        Assert.Equal("""[["hiddenhiddenhiddenhidden"]]""", await RowsAsync(server.Owner, server, "select email from kept"));
        Assert.Equal("""[["hidden","hiddenhiddenhiddenhidden"]]""", await RowsAsync(server.Owner, server, "select * from copied"));
        using var denied = await server.QueryAsync(loader, "delete from people");
        Assert.Contains("query.write_denied", await denied.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    /// <summary>Begins a statement without an end, and cancels it when rows are on their way.</summary>
    private static async Task StoppedAsync(ServeTests.Server server, NpgsqlConnection wire)
    {
        using var stop = new CancellationTokenSource();
        await using var command = new NpgsqlCommand(Endless, wire);
        var running = command.ExecuteNonQueryAsync(stop.Token);
        await UntilSpooledAsync(server, 1);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await UntilSpooledAsync(server, 0);
    }

    private static async Task<long> ValueAsync(ServeTests.Server server, string sql, HttpClient? client = null)
    {
        using var json = JsonDocument.Parse(await RowsAsync(client ?? server.Owner, server, sql));
        return json.RootElement[0][0].GetInt64();
    }

    private static async Task<string> RowsAsync(HttpClient client, ServeTests.Server server, string sql)
    {
        using var response = await server.QueryAsync(client, sql);
        var text = await response.Content.ReadAsStringAsync(Token);
        Assert.True(response.IsSuccessStatusCode, $"{sql}: {text}");
        using var json = JsonDocument.Parse(text);
        return json.RootElement.GetProperty("rows").GetRawText();
    }

    private static Task UntilSpooledAsync(ServeTests.Server server, int spools) =>
        LimitsTests.UntilAsync(() => Task.FromResult(Spools(server) == spools), $"rows of {spools} statements are on their way");

    private static int Spools(ServeTests.Server server) =>
        Directory.Exists(Folder(server, "cache/results")) ? Directory.GetDirectories(Folder(server, "cache/results"), "write-*").Count(engine => File.Exists(Path.Combine(engine, "rows.db"))) : 0;

    private static int DataFiles(ServeTests.Server server) => Directory.GetFiles(Folder(server, "lake"), "*.parquet", SearchOption.AllDirectories).Length;

    private static string Folder(ServeTests.Server server, string name) => Path.Combine(server.Program.Project, ".talentys", name);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
