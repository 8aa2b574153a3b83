using System.Net;
using System.Net.Http.Json;
using Talentys.Contracts;
using Talentys.TestSupport;

namespace Talentys.Query.Tests.Kept;

public class ResultTests
{
    private const string Many = "select * from main.many";

    [Fact]
    public async Task A_small_result_is_there_with_its_columns_and_rows_as_text()
    {
        await using var server = await QueryServer.StartAsync();

        var result = await server.RunAsync(
            """
            select i as n, 'it''s ' || i as t, case when i = 3 then null else i * 1.5 end as d, i % 2 = 0 as b,
                   date '2024-01-31' + i::int as day, timestamptz '2024-01-31 10:00:00+02' as at, [i, null] as l, {'a': i} as s,
                   'x'::blob as raw, interval 90 minute as span, 1::hugeint << 100 as huge, 'u'::enum('v', 'u') as e
            from range(5) t(i) order by i
            """);
        var rows = await server.RowsAsync(result, "offset=2&count=10");

        Assert.Equal(("succeeded", 5, false, null), (result.State, (int)result.Rows, result.Truncated, result.Fault));
        Assert.Equal(["n", "t", "d", "b", "day", "at", "l", "s", "raw", "span", "huge", "e"], result.Columns.Select(column => column.Name));
        Assert.Equal(["BIGINT", "VARCHAR"], result.Columns.Take(2).Select(column => column.Type));
        Assert.Equal(3, rows.Rows.Count);
        Assert.Equal(
            ["3", "it's 3", null, "false", "2024-02-03", "2024-01-31T08:00:00Z", "[3,null]", "{\"a\":3}", "eA==", "01:30:00", "1267650600228229401496703205376", "u"],
            rows.Rows[1]);
        Assert.Empty(rows.Cut);
    }

    [Fact]
    public async Task Windows_of_many_rows_and_their_orders_are_those_of_SQL()
    {
        await using var server = await QueryServer.StartAsync();
        await server.MakeAsync(new("main", "many"), """
            select i::bigint as id, hash(i)::varchar as t, case when i % 7 = 0 then null else (i * 7919) % 1000 end::int as n,
                   (i * 31 % 1000)::decimal(10,2) / 7 as d, date '2020-01-01' + (i % 900)::int as day, i % 3 = 0 as b, [i % 5] as l
            from range(300000) t(i)
            """);
        var result = await server.RunAsync($"{Many} order by id");

        Assert.Equal(300_000, result.Rows);
        var random = new Random(7);
        foreach (var offset in new[] { 0, 2047, 2048, 299_990 }.Concat(Enumerable.Range(0, 12).Select(_ => random.Next(300_000))))
        {
            var window = await server.RowsAsync(result, $"offset={offset}&count=37&firstColumn=0&columns=3");
            var expected = await server.QueryAsync($"select id, t, n from main.many order by id limit 37 offset {offset}");
            Assert.Equal(expected, window.Rows.Select(row => row.Select(cell => cell ?? "null")));
        }

        foreach (var (column, name) in new[] { (1, "t"), (2, "n"), (3, "d"), (4, "day"), (5, "b"), (6, "l") })
        {
            foreach (var way in new[] { "", "desc" })
            {
                var offset = random.Next(299_000);
                var window = await server.RowsAsync(result, $"offset={offset}&count=50&columns=7&sort={column}&desc={way == "desc"}");
                var expected = await server.QueryAsync($"{Many} order by {name} {way} nulls last, id limit 50 offset {offset}");
                Assert.Equal(expected.Select(row => row[0]), window.Rows.Select(row => row[0]));
                Assert.Equal(expected.Select(row => row[4]), window.Rows.Select(row => row[4]));
                Assert.Equal(expected.Select(row => row[6]), window.Rows.Select(row => row[6]));
            }
        }

        var past = await server.RowsAsync(result, "offset=300000&count=5&sort=2");
        Assert.Empty(past.Rows);
    }

    [Fact]
    public async Task Rows_are_kept_up_to_a_number_and_a_size()
    {
        await using var server = await QueryServer.StartAsync(options => (options.ResultRows, options.ResultBytes) = (10_000, 1 << 20));

        var limited = await server.RunAsync("select 1 from range(100000)", limit: 7);
        var exact = await server.RunAsync("select 1 from range(100)", limit: 100);
        var rows = await server.RunAsync("select 1 from range(100000)");
        var bytes = await server.RunAsync("select repeat('x', 1000) from range(100000)");

        Assert.Equal((7, true), (limited.Rows, limited.Truncated));
        Assert.Equal((100, false), (exact.Rows, exact.Truncated));
        Assert.Equal((10_000, true), (rows.Rows, rows.Truncated));
        Assert.True(bytes is { Truncated: true, Rows: > 500 and < 10_000 }, $"{bytes.Rows}");
        Assert.Equal("succeeded", bytes.State);
    }

    [Fact]
    public async Task A_refused_statement_is_a_problem_and_one_that_fails_later_says_why_and_leaves_no_file()
    {
        await using var server = await QueryServer.StartAsync();

        foreach (var (sql, code) in new[]
        {
            ("select from where", "query.syntax"), ("select * from nowhere", "query.table_not_found"), ("drop table x", "query.denied"),
            ("attach 'x'", "query.statement_denied"),
        })
        {
            using var refused = await server.Ann.PostAsJsonAsync("/api/v1/results", new QueryRequest(sql));
            Assert.Equal(code, (await refused.Content.ReadFromJsonAsync<Problem>())!.Code);
        }

        var column = await server.RunAsync("select nothing from range(3)");
        var late = await server.RunAsync("select (case when range = 250000 then 'x' else '1' end)::int as n from range(300000)");

        Assert.Equal(("failed", "engine.sql_error"), (column.State, column.Fault?.Code));
        Assert.Equal(("failed", "engine.sql_error", 0), (late.State, late.Fault?.Code, late.Rows));
        Assert.Empty(Files(server));
        using var cell = await server.Ann.GetAsync($"/api/v1/results/{late.Id}/statistics?column=0");
        Assert.Equal("query.result_failed", (await QueryServer.ProblemAsync(cell, HttpStatusCode.Conflict)).Code);
        Assert.Equal("1", (await server.RowsAsync(await server.RunAsync("select 1"), "")).Rows[0][0]);
    }

    [Theory]
    [InlineData("results")]
    [InlineData("queries")]
    public async Task A_running_statement_shows_its_rows_refuses_to_sort_and_is_cancelled(string area)
    {
        await using var server = await QueryServer.StartAsync(options => options.ResultRows = long.MaxValue);
        using var started = await server.Ann.PostAsJsonAsync(
            "/api/v1/results", new QueryRequest("select range as n from range(100000000000)", Id: "mine"));
        var result = (await started.Content.ReadFromJsonAsync<ResultDto>())!;
        Assert.Equal(("mine", "running"), (result.Id, result.State));
        while (result.Rows == 0)
        {
            result = await server.GetAsync<ResultDto>("/api/v1/results/mine?waitMs=20000&knownRows=0");
        }

        Assert.Equal("1", (await server.RowsAsync(result, "offset=1&count=1")).Rows[0][0]);
        using var sort = await server.Ann.GetAsync("/api/v1/results/mine/rows?sort=0");
        Assert.Equal("query.result_running", (await QueryServer.ProblemAsync(sort, HttpStatusCode.Conflict)).Code);
        using var again = await server.Ann.PostAsJsonAsync("/api/v1/results", new QueryRequest("select 1", Id: "mine"));
        Assert.Equal("query.id_in_use", (await QueryServer.ProblemAsync(again, HttpStatusCode.Conflict)).Code);

        using var cancelled = await server.Ann.PostAsync($"/api/v1/{area}/mine/cancel", null);
        Assert.Equal(HttpStatusCode.NoContent, cancelled.StatusCode);
        while (result.State == "running")
        {
            result = await server.GetAsync<ResultDto>($"/api/v1/results/mine?waitMs=20000&knownRows={result.Rows}");
        }

        Assert.Equal(("cancelled", "query.cancelled"), (result.State, result.Fault?.Code));
        Assert.True(result.Rows > 0);
        Assert.Equal("0", (await server.RowsAsync(result, "count=1&sort=0")).Rows[0][0]);
    }

    [Fact]
    public async Task Another_user_finds_nothing_and_nothing_stays_after_it_is_deleted()
    {
        await using var server = await QueryServer.StartAsync();
        using var ben = server.Client("ben");
        var result = await server.RunAsync("select 1 as secret");

        foreach (var path in new[] { "", "/rows", "/cell?row=0&column=0", "/statistics?column=0", "/export?format=csv" })
        {
            using var other = await ben.GetAsync($"/api/v1/results/{result.Id}{path}");
            using var missing = await ben.GetAsync($"/api/v1/results/none{path}");
            Assert.Equal(
                (await QueryServer.ProblemAsync(missing, HttpStatusCode.NotFound)) with { RequestId = "" },
                (await QueryServer.ProblemAsync(other, HttpStatusCode.NotFound)) with { RequestId = "" },
                (one, two) => (one.Code, one.Detail, one.Mend) == (two.Code, two.Detail, two.Mend));
        }

        Assert.Equal(HttpStatusCode.NotFound, (await ben.DeleteAsync($"/api/v1/results/{result.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ben.PostAsync($"/api/v1/results/{result.Id}/cancel", null)).StatusCode);
        Assert.NotEmpty(Files(server));

        Assert.Equal(HttpStatusCode.NoContent, (await server.Ann.DeleteAsync($"/api/v1/results/{result.Id}")).StatusCode);

        Assert.Empty(Files(server));
        Assert.Equal(HttpStatusCode.NotFound, (await server.Ann.GetAsync($"/api/v1/results/{result.Id}")).StatusCode);
    }

    [Fact]
    public async Task A_download_under_way_ends_whole_though_its_result_is_forgotten_and_then_the_file_goes()
    {
        await using var server = await QueryServer.StartAsync();
        var result = await server.RunAsync("select range as n, repeat('x', 100) as t from range(300000)");

        using var export = await server.Ann.GetAsync($"/api/v1/results/{result.Id}/export?format=csv", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.NoContent, (await server.Ann.DeleteAsync($"/api/v1/results/{result.Id}")).StatusCode);
        var lines = (await export.Content.ReadAsStringAsync()).Split("\r\n");

        Assert.Equal((300_002, $"299999,{new string('x', 100)}"), (lines.Length, lines[^2]));
        for (var tries = 0; Files(server).Length > 0; tries++)
        {
            Assert.True(tries < 3000);
            await Task.Delay(10);
        }
    }

    [Fact]
    public async Task The_oldest_goes_when_a_user_has_too_many_and_those_unused_go_after_a_time()
    {
        var clock = new TestClock();
        await using var server = await QueryServer.StartAsync(options => options.ResultsPerUser = 2, clock: clock);
        using var ben = server.Client("ben");
        var bens = await server.RunAsync("select 0", client: ben);
        List<ResultDto> made = [];
        for (var i = 0; i < 3; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            made.Add(await server.RunAsync($"select {i}"));
        }

        Assert.Equal(HttpStatusCode.NotFound, (await server.Ann.GetAsync($"/api/v1/results/{made[0].Id}")).StatusCode);
        Assert.Equal("1", (await server.RowsAsync(made[1], "")).Rows[0][0]);
        Assert.Equal(3, Files(server).Length);

        clock.Advance(TimeSpan.FromMinutes(50));
        Assert.Equal("2", (await server.RowsAsync(made[2], "")).Rows[0][0]);
        clock.Advance(TimeSpan.FromMinutes(20));

        Assert.Equal(HttpStatusCode.NotFound, (await server.Ann.GetAsync($"/api/v1/results/{made[1].Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ben.GetAsync($"/api/v1/results/{bens.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await server.Ann.GetAsync($"/api/v1/results/{made[2].Id}")).StatusCode);
        Assert.Single(Files(server));
    }

    [Fact]
    public async Task A_start_removes_what_was_left_and_a_stop_leaves_nothing()
    {
        using var folder = new TempFolder();
        var left = folder.Write(".talentys/cache/results/left.rows", "x");
        await using (var server = await QueryServer.StartAsync(folder: folder))
        {
            Assert.False(File.Exists(left));
            await server.RunAsync("select 1");
            Assert.NotEmpty(Files(server));
        }

        Assert.Empty(Directory.GetFiles(folder[".talentys/cache/results"], "*", SearchOption.AllDirectories));
    }

    private static string[] Files(QueryServer server) => Directory.Exists(server.ResultFolder)
        ? Directory.GetFiles(server.ResultFolder, "*", SearchOption.AllDirectories)
        : [];
}
