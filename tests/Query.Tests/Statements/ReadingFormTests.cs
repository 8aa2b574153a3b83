using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Talentys.Contracts;
using Talentys.Kernel;

namespace Talentys.Query.Tests.Statements;

/// <summary>Statements that read beside SELECT, over HTTP.</summary>
public sealed class ReadingFormTests : IAsyncLifetime
{
    private QueryServer server = null!;

    public async ValueTask InitializeAsync()
    {
        server = await QueryServer.StartAsync();
        await server.MakeAsync(new TableName("main", "sales"), "SELECT i AS id, ['a', 'b', 'it''s'][i % 3 + 1] AS kind, i * 10 AS amount, 'u' || i AS \"user\" FROM range(6) r(i)");
        await server.MakeAsync(new TableName("shop", "orders"), "SELECT 1 AS id, 'x' AS \"Odd Name\"");
        await server.MakeAsync(new TableName("shop", "orders"), "SELECT 2 AS id, 'y' AS \"Odd Name\"");
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task Pivot_takes_its_columns_from_the_data()
    {
        Assert.Equal([["30", "50", "70"]], await server.QueryAsync("pivot (select kind, amount from sales) on kind using sum(amount)"));
        await AskAsync("pivot (select kind, amount from sales where amount < ?) on kind using sum(amount + ?)", [25, 1], "1", "11", "21");
        await FailsAsync("pivot sales on kidn using sum(amount)", "engine.sql_error", "line 1, column 16");
        await FailsAsync("pivot sales on\n id + using sum(amount)", "query.syntax", null);
        await FailsAsync("create view v as pivot sales on kind using sum(amount)", "query.pivot_values", null, "eve");
    }

    private async Task AskAsync(string sql, object[] parameters, params string[] row)
    {
        using var response = await server.Ann.PostAsJsonAsync("/api/v1/query", new QueryRequest(sql, JsonSerializer.SerializeToElement(parameters)));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        using var json = JsonDocument.Parse(text);
        Assert.Equal(row, json.RootElement.GetProperty("rows")[0].EnumerateArray().Select(cell => cell.ToString()));
    }

    /// <summary>A small table is read from its files at first, later from memory.</summary>
    private const string Scan = "READ_PARQUET|SEQ_SCAN";

    [Fact]
    public async Task Explain_has_the_engines_options()
    {
        Assert.Matches(Scan, (await server.QueryAsync("explain select * from sales"))[0][1]);
        using var plan = JsonDocument.Parse((await server.QueryAsync("explain (format json) select sum(amount) from sales"))[0][1]);
        Assert.Equal(JsonValueKind.Array, plan.RootElement.ValueKind);
        using var run = JsonDocument.Parse((await server.QueryAsync("EXPLAIN (ANALYZE, FORMAT JSON) select sum(amount) from sales"))[0][1]);
        Assert.Contains("operator_cardinality", run.RootElement.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("operator_timing", run.RootElement.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("Total Time", (await server.QueryAsync("explain analyze select 1"))[0][1], StringComparison.Ordinal);
        Assert.Contains("PROJECTION", (await server.QueryAsync("explain (select 1)"))[0][1], StringComparison.Ordinal);
        Assert.Matches(Scan, (await server.QueryAsync("explain pivot sales on kind using sum(amount)"))[0][1]);
        await FailsAsync("explain (buffers) select 1", "query.explain_option", "line 1, column 10");
        await FailsAsync("explain (analyze, format xml) select 1", "query.explain_option", "line 1, column 19");
        await FailsAsync("explain delete from sales", "query.denied", null);
        await FailsAsync("explain", "query.syntax", "line 1, column 1");
    }

    [Fact]
    public async Task Show_tells_of_tables()
    {
        Assert.Equal([["sales"]], await server.QueryAsync("show tables"));
        Assert.Equal([["orders"]], await server.QueryAsync("show tables from shop"));
        Assert.Equal([["dev"]], await server.QueryAsync("show databases"));
        Assert.Equal(["id", "kind", "amount", "user"], (await server.QueryAsync("show\ncolumns from sales")).Select(row => row[0]));
        Assert.Equal(["id", "Odd Name"], (await server.QueryAsync("SHOW COLUMNS IN shop.orders")).Select(row => row[0]));
        Assert.Equal(await server.QueryAsync("describe sales"), await server.QueryAsync("show sales"));
        Assert.Equal([["shop.orders", "CREATE TABLE shop.orders (\n  id INTEGER,\n  \"Odd Name\" VARCHAR\n);"]], await server.QueryAsync("show create table shop.orders"));
        await FailsAsync("show create table shop.order", "query.table_not_found", "line 1, column 19");
        var eve = server.Client("eve", Roles.Reader, Roles.Engineer);
        using var made = await eve.PostAsJsonAsync("/api/v1/query", new QueryRequest("create view shop.few (a) as select id from shop.orders"));
        Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync());
        Assert.Equal([["shop.few", "CREATE VIEW shop.few (a) AS\nselect id from shop.orders;"]], await server.QueryAsync("show create view shop.few"));
    }

    [Fact]
    public async Task Words_that_tell_who_asks_are_the_principal()
    {
        Assert.Equal([["ann", "ann", "ann", "ann", "ann"]], await server.QueryAsync("select current_user, session_user, user, current_user(), current_role"));
        using var named = JsonDocument.Parse(await (await server.Ann.PostAsJsonAsync("/api/v1/query", new QueryRequest("select current_user, User, current_user() from shop.orders"))).Content.ReadAsStringAsync());
        Assert.Equal(["current_user", "User", "current_user()"], named.RootElement.GetProperty("columns").EnumerateArray().Select(column => column.GetProperty("name").GetString()));
        Assert.Equal([["u0"]], await server.QueryAsync("select user from sales where id = 0"));
        Assert.Equal([["1"]], await server.QueryAsync("select count(*) from shop.orders where current_user = 'ann' group by current_user order by current_user"));
        Assert.Equal([["ann"]], await server.QueryAsync("with q as (select current_user as current_user) select current_user from q"));
        Assert.Equal([["7"]], await server.QueryAsync("select user from (select 7 as user)"));
    }

    [Fact]
    public async Task Parameters_stand_in_all_places()
    {
        await AskAsync("select (select min(id) from shop.orders at (version => ?)), (select count(*) from sales where id < ?)", [1, 4], "1", "4");
        await AskAsync("select count(*), max(x) from (values (?), (?), (3)) v(x)", [1, 2], "3", "3");
        await AskAsync("select [$2, $1], len(list_value($1))", ["a", "b"], """["b","a"]""", "1");
        await AskAsync("select count(*) from (select * from range($1) limit $2)", [10, 3], "3");
        await AskAsync("select sum(range) from range(?, ?)", [1, 4], "6");
        using var named = await server.Ann.PostAsJsonAsync("/api/v1/query", new QueryRequest(
            "select id from shop.orders at (version => $v) where id < $most", JsonSerializer.SerializeToElement(new { v = 1, most = 9 })));
        Assert.Contains("[[1]]", (await named.Content.ReadAsStringAsync()).Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        await FailsAsync("select id from shop.orders at (version => ?)", "query.parameter_missing", null);
        await FailsAsync("prepare p as select 1", "query.needs_session", "line 1, column 1");
        await FailsAsync("execute p(1)", "query.needs_session", "line 1, column 1");
        await FailsAsync("deallocate p", "query.needs_session", "line 1, column 1");
        using var large = await server.Ann.PostAsJsonAsync("/api/v1/query", new QueryRequest("select len(repeat('x', ?))", JsonSerializer.SerializeToElement(new[] { 2_000_000_000 })));
        Assert.Equal("query.value_too_large", (await QueryServer.ProblemAsync(large, HttpStatusCode.BadRequest)).Code);
    }

    private async Task FailsAsync(string sql, string code, string? place, string who = "ann")
    {
        var client = who == "ann" ? server.Ann : server.Client(who, Roles.Reader, Roles.Engineer);
        using var response = await client.PostAsJsonAsync("/api/v1/query", new QueryRequest(sql));
        var problem = JsonSerializer.Deserialize<Problem>(await response.Content.ReadAsStringAsync(), JsonSerializerOptions.Web)!;
        Assert.True(problem.Code == code, $"{sql}: {problem.Code} {problem.Detail}");
        Assert.True(place is null || problem.Place == place, $"{sql}: {problem.Place}");
    }
}
