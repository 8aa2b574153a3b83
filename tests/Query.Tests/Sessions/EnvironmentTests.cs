using System.Net.Http.Json;
using System.Text.Json;
using Talentys.Contracts;
using Talentys.Kernel;

namespace Talentys.Query.Tests.Sessions;

/// <summary>A statement of one environment that reads another by its name.</summary>
public sealed class EnvironmentTests : IAsyncLifetime
{
    private QueryServer server = null!;
    private HttpClient dev = null!;
    private HttpClient prod = null!;

    public async ValueTask InitializeAsync()
    {
        server = await QueryServer.StartAsync(policies: true);
        dev = server.Client("eve", Roles.Engineer, Roles.Reader);
        prod = Of("eve", "prod", Roles.Engineer, Roles.Reader);
        await Do(prod, "create table shop.orders as select i as id, 'prod' as place from range(3) r(i)");
        await Do(dev, "create table shop.orders as select i as id, 'dev' as place from range(5) r(i)");
    }

    public async ValueTask DisposeAsync()
    {
        dev.Dispose();
        prod.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Both_tables_of_one_name_are_read_side_by_side()
    {
        Assert.Equal("3|prod", await Rows(dev, "select count(*), any_value(place) from prod.shop.orders"));
        Assert.Equal("3|dev", await Rows(dev, """select count(*), any_value(d.place) from "prod"."shop"."orders" p join shop.orders d using (id)"""));
        Assert.Equal("3|5|5", await Rows(dev, "select (select count(*) from prod.shop.orders), (select count(*) from shop.orders), (select count(*) from dev.shop.orders)"));
        Assert.Equal("3|dev", await Rows(prod, "select count(*), any_value(d.place) from shop.orders join dev.shop.orders d on d.id = orders.id"));
        Assert.Equal("0|prod", await Rows(dev, "select orders.id, shop.orders.place from prod.shop.orders order by 1 limit 1"));
    }

    [Fact]
    public async Task Tables_are_made_of_those_of_another_environment_at_any_version_and_the_other_one_is_never_changed()
    {
        await Do(dev, "create table shop.copy as select * from prod.shop.orders");
        await Do(prod, "insert into shop.orders values (9, 'prod')");
        await Do(dev, "insert into shop.copy select * from prod.shop.orders where id = 9");
        Assert.Equal("4|4|3", await Rows(dev, "select count(*), (select count(*) from prod.shop.orders), (select count(*) from prod.shop.orders at (version => 1)) from shop.copy"));
        foreach (var sql in (string[])["insert into prod.shop.orders values (1, 'x')", "drop table prod.shop.orders", "delete from prod.shop.orders", "create table prod.shop.other as select 1 as a"])
        {
            Assert.Equal((sql, "query.environment_other"), (sql, await Refused(dev, sql)));
        }

        Assert.Equal("4", await Rows(prod, "select count(*) from shop.orders"));
    }

    [Fact]
    public async Task Views_of_another_environment_read_what_is_there()
    {
        await Do(prod, "create view shop.best as select max(id) as id, any_value(place) as place from shop.orders");
        await Do(prod, "create view shop.twice as select b.id, b.place from shop.best b, shop.best c");
        await Do(dev, "create view shop.best as select 77 as id, 'dev' as place");
        Assert.Equal("2|prod|77", await Rows(dev, "select t.id, t.place, b.id from prod.shop.twice t, shop.best b"));
        await Do(dev, "create view shop.both as select count(*) as n from (select id from prod.shop.orders union all select id from shop.orders)");
        Assert.Equal("8|2", await Rows(dev, "select n, (select id from prod.shop.best) from shop.both"));
        Assert.Equal("8", await Rows(prod, "select n from dev.shop.both"));
    }

    [Fact]
    public async Task Policies_hold_as_they_do_there()
    {
        await Do(prod, "create table shop.hidden as select 1 as id");
        server.Write("access.yml", "groups: {analysts: {members: [ann]}}\ngrants:\n  - {to: \"group:analysts\", can: read, on: [\"shop.orders\"]}\n  - {to: \"role:engineer\", can: write, on: [\"*.*\"]}\n");
        server.Write("policies/places.yml", "masks:\n  - {columns: \"*.orders.place\", mask: \"null\", except: [\"role:engineer\"]}\nrows:\n  - {on: \"shop.orders\", keep: \"id < 2\", to: [\"group:analysts\"]}\n");
        using var ann = Of("ann", "dev", Roles.Reader);
        Assert.Equal("2|2|True", await Rows(ann, "select count(*), (select count(*) from shop.orders), bool_and(place is null or place <> 'prod') from prod.shop.orders"));
        Assert.Equal("query.table_not_found", await Refused(ann, "select * from prod.shop.hidden"));
        Assert.Equal("1", await Rows(dev, "select count(*) from prod.shop.hidden"));
        Assert.Equal("3", await Rows(dev, "select count(*) from prod.shop.orders where place = 'prod'"));
    }

    [Theory]
    [InlineData("select * from stage.shop.orders", "query.environment_unknown")]
    [InlineData("select * from prod.shop.order", "query.table_not_found")]
    [InlineData("select * from prod.information_schema.tables", "query.environment_other")]
    public async Task What_is_not_there_is_told(string sql, string code) => Assert.Equal(code, await Refused(dev, sql));

    private HttpClient Of(string name, string environment, params string[] roles)
    {
        var client = server.Client(name, roles);
        client.DefaultRequestHeaders.Remove("X-Talentys-Environment");
        client.DefaultRequestHeaders.Add("X-Talentys-Environment", environment);
        return client;
    }

    private static async Task Do(HttpClient client, string sql) => await Rows(client, sql);

    private static async Task<string> Rows(HttpClient client, string sql)
    {
        using var response = await client.PostAsJsonAsync("/api/v1/query", new QueryRequest(sql));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{sql}: {text}");
        using var json = JsonDocument.Parse(text);
        return string.Join('\n', json.RootElement.GetProperty("rows").EnumerateArray().Select(row => string.Join('|', row.EnumerateArray())));
    }

    private static async Task<string> Refused(HttpClient client, string sql)
    {
        using var response = await client.PostAsJsonAsync("/api/v1/query", new QueryRequest(sql));
        var text = await response.Content.ReadAsStringAsync();
        Assert.False(response.IsSuccessStatusCode, $"{sql}: {text}");
        return JsonSerializer.Deserialize<Problem>(text, JsonSerializerOptions.Web)!.Code;
    }
}
