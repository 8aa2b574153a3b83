using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Talentys.Host.Tests.CommandLine;

public class ServeTests
{
    [Fact]
    public async Task Nothing_but_probes_and_signing_in_answers_without_a_principal()
    {
        await using var server = await Server.StartAsync();
        var token = TestContext.Current.CancellationToken;

        Assert.Equal(HttpStatusCode.OK, (await server.Anonymous.GetAsync("/healthz", token)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await server.Anonymous.GetAsync("/readyz", token)).StatusCode);
        foreach (var path in new[] { "/api/v1/tables", "/api/v1/runs", "/api/v1/queries", "/api/v1/about", "/api/v1/resources", "/openapi/v1.json", "/schemas/source.json", "/api/v1/nowhere" })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await server.Anonymous.GetAsync(path, token)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await server.QueryAsync(server.Anonymous, "select 1")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await server.Owner.GetAsync("/openapi/v1.json", token)).StatusCode);
    }

    [Fact]
    public async Task The_command_line_works_through_the_server_that_runs()
    {
        await using var server = await Server.StartAsync();
        server.Program.Write("t.csv", "id\n1\n2\n3\n");

        await server.Program.GetAsync("load", "t.csv");

        Assert.Equal(3, await server.Program.CountAsync("select count(*) from t"));
        using var answer = await server.QueryAsync(server.Owner, "select sum(id) as total, $1 as given from t", 7);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("[[6,7]]", json.RootElement.GetProperty("rows").GetRawText());
        using var history = JsonDocument.Parse(await server.Owner.GetStringAsync("/api/v1/queries", TestContext.Current.CancellationToken));
        Assert.NotEmpty(history.RootElement.GetProperty("items").EnumerateArray());
    }

    [Theory]
    [InlineData("select length(repeat('x', n)) from (values (2000000000)) t(n)", 120, "engine.out_of_memory")]
    [InlineData("select list_sort(range(n))[1] from (values (300000000)) t(n)", 5, "engine.timeout engine.crashed engine.out_of_memory")]
    [InlineData("select count(*) from (select a.range * b.range as x from range(1000000) a, range(1000000) b order by x desc)", 5, "engine.timeout engine.out_of_memory engine.disk_full")] // whichever limit it meets first
    public async Task A_statement_that_eats_all_ends_with_a_clear_error_and_the_others_go_on(string sql, double timeout, string codes)
    {
        await using var server = await Server.StartAsync();
        var eater = server.QueryAsync(server.Owner, sql, timeoutSeconds: timeout);

        var answered = 0;
        while (!eater.IsCompleted)
        {
            using var other = await server.Owner.GetAsync("/api/v1/tables", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, other.StatusCode);
            answered++;
            await Task.WhenAny(eater, Task.Delay(100, TestContext.Current.CancellationToken));
        }

        var text = await (await eater).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(codes.Split(' ').Any(code => text.Contains(code, StringComparison.Ordinal)), text);
        Assert.True(answered > 0);
        using var after = await server.QueryAsync(server.Owner, "select 42 as answer");
        Assert.Contains("[[42]]", await after.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_running_statement_is_cancelled_by_its_id()
    {
        await using var server = await Server.StartAsync();
        var token = TestContext.Current.CancellationToken;
        var running = server.QueryAsync(
            server.Owner, "select count(*) from range(1000000) a, range(1000000) b where a.range + b.range = 7", id: "mine");

        var cancelled = HttpStatusCode.NotFound;
        while (cancelled == HttpStatusCode.NotFound && !running.IsCompleted)
        {
            cancelled = (await server.Owner.PostAsync("/api/v1/queries/mine/cancel", null, token)).StatusCode;
        }

        using var answer = await running;
        Assert.Equal(HttpStatusCode.NoContent, cancelled);
        Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task The_first_start_prints_a_link_that_signs_in_once()
    {
        await using var server = await Server.StartAsync();
        var token = TestContext.Current.CancellationToken;

        Assert.Equal(server.Address, new Uri(server.Link.GetLeftPart(UriPartial.Authority)));
        var link = new { token = server.Link.Fragment["#link=".Length..] };
        using var first = await server.Anonymous.PostAsJsonAsync("/api/v1/session/link", link, token);
        using var second = await server.Owner.PostAsJsonAsync("/api/v1/session/link", link, token);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        using var me = JsonDocument.Parse(await first.Content.ReadAsStringAsync(token));
        Assert.True(me.RootElement.GetProperty("passwordNeverSet").GetBoolean());
        Assert.Equal("admin", me.RootElement.GetProperty("name").GetString());
        Assert.Equal(HttpStatusCode.Unauthorized, second.StatusCode);
    }

    [Fact]
    public async Task A_server_tells_how_all_of_its_parts_fare()
    {
        await using var server = await Server.StartAsync();
        using var query = await server.QueryAsync(server.Owner, "select 1");

        using var health = JsonDocument.Parse(await server.Owner.GetStringAsync("/api/v1/health", TestContext.Current.CancellationToken));

        var checks = health.RootElement.GetProperty("checks").EnumerateArray().ToDictionary(check => check.GetProperty("name").GetString()!);
        Assert.Equal(["disk", "engine", "lake", "metadata", "runs"], checks.Keys.Order());
        foreach (var name in new[] { "engine", "lake", "metadata", "runs" })
        {
            Assert.Equal("ok", checks[name].GetProperty("status").GetString());
        }

        Assert.Equal(1, checks["engine"].GetProperty("figures").GetProperty("processes").GetInt32());
        Assert.True(checks["metadata"].GetProperty("figures").GetProperty("sizeBytes").GetDouble() > 0);
        await LimitsTests.UntilAsync(
            async () =>
            {
                using var later = JsonDocument.Parse(await server.Owner.GetStringAsync("/api/v1/health", TestContext.Current.CancellationToken));
                return later.RootElement.GetProperty("requests").EnumerateArray().Sum(minute => minute.GetProperty("count").GetInt32()) > 0;
            },
            "requests are counted, when they have ended");
    }

    [Fact]
    public async Task A_second_server_on_the_folder_and_a_port_in_use_are_told()
    {
        await using var server = await Server.StartAsync();
        using var elsewhere = new Talentys();

        var second = await server.Program.RunAsync("serve", "--urls", "http://127.0.0.1:0");
        var port = await elsewhere.RunAsync("serve", "--urls", server.Address.ToString());

        Assert.Equal((1, 1), (second.Code, port.Code));
        Assert.Contains($"({server.ProcessId})", second.Errors, StringComparison.Ordinal);
        Assert.Contains("in use", port.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", second.Errors + port.Errors, StringComparison.Ordinal);
    }

    internal sealed class Server : IAsyncDisposable
    {
        private readonly Process process;

        private Server(Talentys program, Process process, Uri address, Uri link, IReadOnlyList<string> told)
        {
            Told = told;
            Link = link;
            Program = program;
            this.process = process;
            Address = address;
            Anonymous = new HttpClient { BaseAddress = address };
            Owner = new HttpClient { BaseAddress = address };
            Owner.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                "Bearer", File.ReadAllText(Path.Combine(program.Project, ".talentys/token")).Trim());
        }

        public Talentys Program { get; }

        public Uri Address { get; }

        public Uri Link { get; }

        /// <summary>What it said when it started.</summary>
        public IReadOnlyList<string> Told { get; }

        public int ProcessId => process.Id;

        public HttpClient Anonymous { get; }

        public HttpClient Owner { get; }

        public static async Task<Server> StartAsync(Talentys? prepared = null)
        {
            var program = prepared ?? new Talentys();
            var process = program.Start("serve", "--urls", "http://127.0.0.1:0");
            var told = new List<string>();
            while (await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            {
                told.Add(line);
                if (line.Contains("/signin#link=", StringComparison.Ordinal)) // the last line of a first start
                {
                    _ = process.StandardError.ReadToEndAsync(CancellationToken.None); // read on, so that the server never waits for us
                    _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                    var serves = told.First(one => one.StartsWith("Talentys serves", StringComparison.Ordinal));
                    return new Server(program, process, new Uri(serves[serves.IndexOf("http://", StringComparison.Ordinal)..]), new Uri(line), told);
                }
            }

            throw new InvalidOperationException($"The server did not start: {string.Join('\n', told)}");
        }

        /// <summary>Ends it at once, as a crash would; its children are left to see for themselves that it is gone. Starts it again in the same folder.</summary>
        /// <param name="ended">Waits for what was asked of it, when it is gone.</param>
        public async Task<Server> KillAndStartAsync(Func<Task> ended)
        {
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            await ended();
            process.Dispose();
            Anonymous.Dispose();
            Owner.Dispose();
            var again = Program.Start("serve", "--urls", Address.ToString());
            _ = again.StandardError.ReadToEndAsync(CancellationToken.None);
            _ = again.StandardOutput.ReadToEndAsync(CancellationToken.None);
            var server = new Server(Program, again, Address, Link, []);
            await LimitsTests.UntilAsync(server.IsReadyAsync, "the server is ready again");
            return server;
        }

        private async Task<bool> IsReadyAsync()
        {
            Assert.False(process.HasExited, "The server ended.");
            try
            {
                using var answer = await Anonymous.GetAsync("/readyz", TestContext.Current.CancellationToken);
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false; // not yet there
            }
        }

        public Task<HttpResponseMessage> QueryAsync(
            HttpClient client, string sql, object? parameter = null, double? timeoutSeconds = null, string? id = null) =>
            client.PostAsJsonAsync(
                "/api/v1/query", new { sql, parameters = parameter is null ? null : new[] { parameter }, timeoutSeconds, id },
                TestContext.Current.CancellationToken);

        public async ValueTask DisposeAsync()
        {
            Anonymous.Dispose();
            Owner.Dispose();
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
            Program.Dispose();
        }
    }
}
