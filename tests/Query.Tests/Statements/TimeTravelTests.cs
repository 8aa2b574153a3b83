using System.Net;
using System.Net.Http.Json;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.TestSupport;

namespace Talentys.Query.Tests.Statements;

public sealed class TimeTravelTests : IAsyncLifetime
{
    private static readonly TableName Orders = new("shop", "orders");
    private readonly TestClock clock = new();
    private QueryServer server = null!;

    public async ValueTask InitializeAsync()
    {
        server = await QueryServer.StartAsync(clock: clock);
        await server.MakeAsync(Orders, "select 1 as id, 'one' as word");
        clock.Advance(TimeSpan.FromHours(1));
        await server.MakeAsync(Orders, "select * from (values (1, 'one'), (2, 'two')) t(id, word)");
        clock.Advance(TimeSpan.FromHours(1));
        await server.MakeAsync(Orders, "select 3 as id, 'three' as word, true as fresh");
        await server.MakeAsync(new("main", "lines"), "select 2 as id, 20 as amount");
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData("select count(*), max(id) from shop.orders at (version => 1)", "1,1")]
    [InlineData("select count(*), max(id) from shop.orders at (version => 1 + 1)", "2,2")]
    [InlineData("select shop.orders.id, orders.word from shop.orders at (version => 1) where shop.orders.id = 1", "1,one")]
    [InlineData("select o.word from shop.orders o at (version => '2') where o.id = 2", "two")]
    [InlineData("from shop.orders at (version => 'main') select fresh", "True")]
    [InlineData("select n.id, o.id from shop.orders n left join shop.orders o at (version => 2) on o.id < n.id order by all", "3,1;3,2")]
    [InlineData("select count(*) from shop.orders at (version => 1) union all select count(*) from shop.orders at (version => 2) order by 1", "1;2")]
    [InlineData("select shop.orders.id from shop.orders at (version => 1) union all select shop.orders.id from SHOP.Orders at (version => 2) union all select orders.id from shop.orders order by 1", "1;1;2;3")]
    [InlineData("with old as (select * from shop.orders at (version => 2)) select word, amount from old join lines using (id)", "two,20")]
    [InlineData("select (select max(id) from shop.orders at (version => 2)) - (select max(id) from shop.orders at (version => 1))", "1")]
    [InlineData("select l.amount from lines l at (version => 1), lateral (select * from shop.orders at (version => 2) where id = l.id)", "20")]
    [InlineData("select * from shop.orders at (version => 3) except select *, false from shop.orders at (version => 1)", "3,three,True")]
    [InlineData(
        "with one as (select id, word from shop.orders at (version => 2)), other as (select id, word from shop.orders at (version => 3))\n"
        + "select 'version 2' as only_in, * from (select * from one except all select * from other)\nunion all\n"
        + "select 'version 3', * from (select * from other except all select * from one)\norder by all",
        "version 2,1,one;version 2,2,two;version 3,3,three")]
    [InlineData("from (pivot (from shop.orders at (version => 2)) on id in (1, 2) using max(word))", "one,two")]
    [InlineData("select column_name from (describe from shop.orders at (version => 1))", "id;word")]
    [InlineData("select 'at (version => 9)' as a from shop.orders /* at (version => 9) */ at (version /* it */ => /* is */ 1 -- one\n )", "at (version => 9)")]
    public async Task A_table_is_read_at_a_version_wherever_it_stands(string sql, string rows)
    {
        Assert.Equal(rows, Shown(await server.QueryAsync(sql)));
    }

    [Theory]
    [InlineData(0, "3")]
    [InlineData(1, "2")]
    [InlineData(60, "2")]
    [InlineData(61, "1")]
    [InlineData(120, "1")]
    public async Task A_time_means_the_version_that_was_current_then(int minutesAgo, string id)
    {
        // versions are of two hours ago, one hour ago and now
        var moment = clock.GetUtcNow().AddMinutes(-minutesAgo).UtcDateTime;
        var text = moment.ToString("yyyy-MM-dd HH:mm:ss.ffffff", System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(id, Shown(await server.QueryAsync($"select max(id) from shop.orders at (timestamp => '{text}')")));
        Assert.Equal(id, Shown(await server.QueryAsync($"select max(id) from shop.orders at (timestamp => timestamp '{text}' + interval '1 day' - interval 1 day)")));
        Assert.Equal(id, Shown(await server.QueryAsync($"select max(id) from shop.orders at (timestamp => '{text}+00'::timestamptz)")));
    }

    [Fact]
    public async Task A_time_before_the_first_version_is_told()
    {
        var problem = await FaultAsync("from shop.orders at (timestamp => date '2001-01-01')", HttpStatusCode.NotFound);

        Assert.Equal("lake.before_first_version", problem.Code);
        Assert.Equal("line 1, column 6", problem.Place);
        Assert.Contains("Its first version is of 20", problem.Mend, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("from shop.orders at (version => 7)", "lake.version_unknown", "versions 1 to 3")]
    [InlineData("from shop.orders at (version => -1)", "lake.version_unknown", "versions 1 to 3")]
    [InlineData("from shop.orders at (version => 'nightly')", "lake.reference_unknown", "It has main")]
    [InlineData("from shop.orders o at (version => o.id)", "query.at_not_constant", "a constant")]
    [InlineData("from shop.orders at (version => (select 1))", "query.at_not_constant", "a constant")]
    [InlineData("from shop.orders at (version => $1)", "query.parameter_missing", "$1")]
    [InlineData("from shop.orders at (version => length(repeat('x', 100)))", "query.at_not_constant", "a constant")]
    [InlineData("from shop.orders at (timestamp => 'yesterday, or so')", "query.at_invalid", "AT (TIMESTAMP")]
    [InlineData("from shop.orders at (version => null)", "query.at_invalid", "NULL")]
    [InlineData("with c as (select 1) from c at (version => 1)", "query.at_on_cte", "no versions")]
    [InlineData("from shop.nothing at (version => 1)", "query.table_not_found", "SHOW ALL TABLES")]
    public async Task What_is_not_there_is_told_with_what_is(string sql, string code, string text)
    {
        using var response = await server.Ann.PostAsJsonAsync("/api/v1/query", new QueryRequest(sql));
        var problem = await QueryServer.ProblemAsync(response, response.StatusCode);

        Assert.Equal(code, problem.Code);
        Assert.StartsWith("line 1, column ", problem.Place, StringComparison.Ordinal);
        Assert.Contains(text, problem.Detail + problem.Mend, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("select id,\n nothing from shop.orders at (version => 1)", "line 2, column 2")]
    [InlineData("select 1 from shop.orders at (version => 1) where nothing = 1", "line 1, column 51")]
    [InlineData("select 1 from shop.orders at (version => 1) union all select 1 from shop.orders at (version => 2) where nothing = 1", "line 1, column 105")]
    [InlineData("select 1 from shop.orders join shop.orders o at (version\n => 2) on true where 'é' = nothing", "line 2, column 28")]
    public async Task Errors_point_at_the_text_as_it_was_written(string sql, string place)
    {
        Assert.Equal(place, (await FaultAsync(sql, HttpStatusCode.BadRequest)).Place);
    }

    [Fact]
    public async Task Versions_of_a_hidden_table_are_not_told()
    {
        await server.MakeAsync(new("_rejects", "orders"), "select 1 as id");

        Assert.Equal("query.table_not_found", (await FaultAsync("from _rejects.orders at (version => 7)", HttpStatusCode.NotFound)).Code);
    }

    private async Task<Problem> FaultAsync(string sql, HttpStatusCode status)
    {
        using var response = await server.Ann.PostAsJsonAsync("/api/v1/query", new QueryRequest(sql));
        return await QueryServer.ProblemAsync(response, status);
    }

    private static string Shown(string[][] rows) => string.Join(";", rows.Select(row => string.Join(",", row)));
}
