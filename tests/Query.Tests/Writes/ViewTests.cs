using System.Net.Http.Json;
using System.Text.Json;
using Talentys.Contracts;
using Talentys.Kernel;

namespace Talentys.Query.Tests.Writes;

public sealed class ViewTests : IAsyncLifetime
{
    private QueryServer server = null!;
    private HttpClient eve = null!;

    public async ValueTask InitializeAsync()
    {
        server = await QueryServer.StartAsync();
        eve = server.Client("eve", Roles.Engineer, Roles.Reader);
        await Do("create table orders as select i as id, i % 3 as customer, i * 1.5 as amount from range(9) r(i)");
        await Do("create table shop.customers as select i as id, 'c' || i as name from range(3) r(i)");
    }

    public async ValueTask DisposeAsync()
    {
        eve.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Views_are_read_as_tables_are()
    {
        await Do("create view shop.totals (who, total comment 'sum') comment 'by customer' as select c.name, sum(o.amount) from orders o join shop.customers as c on c.id = o.customer group by all");
        await Do("create view best as from shop.totals order by total desc limit 1 -- the best");
        Assert.Equal([["c0", "13.5"], ["c1", "18.0"], ["c2", "22.5"]], await server.QueryAsync("select * from shop.totals order by who"));
        Assert.Equal([["c2"]], await server.QueryAsync("select best.who from best"));
        Assert.Equal([["c2", "c2"]], await server.QueryAsync("with t as (from best) select a.who, b.who from t a, dev.main.best as b"));
        Assert.Equal([["best"], ["orders"]], await server.QueryAsync("show tables"));
        Assert.Contains(await server.QueryAsync("show all tables"), row => row[1] == "totals" && row[2] == "null");

        // they see what their tables are now, and the same version as the statement
        await Do("insert into orders values (9, 0, 100)");
        Assert.Equal([["c0", "113.5"]], await server.QueryAsync("select * from best"));
        await Do("create table copy as from best");
        Assert.Equal([["c0"]], await server.QueryAsync("select who from copy"));
        await Do("create view first_orders as select count(*) as n from orders at (version => 1)");
        Assert.Equal([["9", "10"]], await server.QueryAsync("select n, (select count(*) from orders) from first_orders"));

        await Do("create or replace view best as select 'me' as who, 1 as total");
        Assert.Equal([["me"]], await server.QueryAsync("select who from best"));
        await Do("alter view best rename to shop.chosen");
        await Do("alter view shop.chosen as select 'you' as who");
        Assert.Equal([["you"]], await server.QueryAsync("select * from shop.chosen"));
        await Do("comment on view shop.chosen is 'x'");
        await Do("comment on column shop.chosen.who is 'x'");
        await Do("alter view shop.chosen set security invoker");
        await Do("drop view shop.chosen");
        await Refused("select * from shop.chosen", "query.table_not_found");
    }

    [Fact]
    public async Task What_is_wrong_with_a_view_names_it()
    {
        await Do("create view v as select id from orders");
        await Do("create view w as from v");
        foreach (var (sql, code) in new (string, string)[]
        {
            ("create view v as select 1", "query.view_exists"), ("create view orders as select 1", "lake.table_exists"), ("create table v (a int)", "query.is_view"),
            ("create table v as select 1", "query.is_view"), ("create or replace view v as from w", "query.view_cycle"), ("create or replace view v as from v", "query.view_cycle"),
            ("create view x as select ?", "query.view_parameter"), ("create view x as select * from nosuch", "query.table_not_found"), ("create view x as select nosuch from orders", "engine.sql_error"),
            ("create view x as select * from read_csv('x')", "query.function_denied"), ("create view x (a, b) as select 1", "query.column_count"), ("create view x as delete from orders", "query.statement_denied"),
            ("insert into v values (1)", "query.is_view"), ("update v set id = 1", "query.is_view"), ("drop table v", "query.is_view"), ("drop view orders", "query.is_table"),
            ("drop view nosuch", "query.view_not_found"), ("select * from v at (version => 1)", "query.at_on_view"), ("alter table orders rename to v", "query.is_view"),
            ("select * from other.main.v", "query.environment_unknown"),
        })
        {
            await Refused(sql, code);
        }

        await Do("drop table orders");
        var text = await Refused("select * from w", "query.view_broken");
        Assert.Contains("The view main.v cannot be read. There is no table orders.", text, StringComparison.Ordinal);
        await Do("create table orders as select 'x' as id");
        Assert.Equal([["x"]], await server.QueryAsync("select * from w"));
        await Do("drop view if exists w, v");
    }

    private async Task Do(string sql)
    {
        using var response = await eve.PostAsJsonAsync("/api/v1/query", new QueryRequest(sql));
        Assert.True(response.IsSuccessStatusCode, $"{sql}: {await response.Content.ReadAsStringAsync()}");
    }

    private async Task<string> Refused(string sql, string code)
    {
        using var response = await eve.PostAsJsonAsync("/api/v1/query", new QueryRequest(sql));
        var text = await response.Content.ReadAsStringAsync();
        Assert.False(response.IsSuccessStatusCode, $"{sql}: {text}");
        Assert.Equal((sql, code), (sql, JsonSerializer.Deserialize<Problem>(text, JsonSerializerOptions.Web)!.Code));
        return text;
    }
}
