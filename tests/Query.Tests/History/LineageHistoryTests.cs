using System.Net.Http.Json;
using Talentys.Contracts;
using Talentys.Kernel;

namespace Talentys.Query.Tests.History;

/// <summary>Where columns come from, by the statements of the history.</summary>
public class LineageHistoryTests
{
    [Fact]
    public async Task Statements_and_tables_tell_where_their_columns_come_from()
    {
        await using var server = await QueryServer.StartAsync();
        await server.MakeAsync(new TableName("shop", "orders"), "select 1 as id, 5 as amount, 'x' as state");
        var eve = server.Client("eve", Roles.Reader, Roles.Engineer);
        await DoAsync(eve, "create table marts.totals as select state, sum(amount) as total from shop.orders group by state");
        await DoAsync(eve, "insert into marts.totals (state, total) select upper(state), 1 from shop.orders");
        await DoAsync(eve, "create view marts.best (name, most) as select state, total + 1 from marts.totals");
        await DoAsync(eve, "select id + amount as both from shop.orders where state = 'x'", "q-lineage");

        var upstream = await WaitAsync(() => server.GetAsync<TableLineage>("/api/v1/tables/marts/totals/lineage"), lineage =>
            lineage.Upstream.Select(Told).Order(StringComparer.Ordinal).SequenceEqual(["state shop.orders.state computed", "total shop.orders.amount aggregated"]) && lineage.Downstream.Count == 2);
        Assert.All(upstream.Upstream, edge => Assert.NotNull(edge.Query));
        Assert.Equal(["state marts.best.name copied", "total marts.best.most computed"], upstream.Downstream.Select(Told).Order(StringComparer.Ordinal));
        var view = await server.GetAsync<TableLineage>("/api/v1/tables/marts/best/lineage");
        Assert.Equal(["most marts.totals.total computed", "name marts.totals.state copied"], view.Upstream.Select(Told).Order(StringComparer.Ordinal));

        var query = await WaitAsync(() => server.GetAsync<QueryLineage>("/api/v1/queries/q-lineage/lineage"), lineage => lineage.Columns.Count == 1);
        Assert.Equal(("both", "computed"), (query.Columns[0].Column, query.Columns[0].Kind));
        Assert.Equal(["shop.orders.amount", "shop.orders.id"], query.Columns[0].Sources.Select(source => $"{source.Table}.{source.Column}").Order(StringComparer.Ordinal));
        Assert.Equal(["state filtered"], query.Columns[0].Influences.Select(influence => $"{influence.Column} {influence.Kind}"));

        await DoAsync(eve, "create or replace table marts.totals as select 1 as total, state from shop.orders");
        await WaitAsync(() => server.GetAsync<TableLineage>("/api/v1/tables/marts/totals/lineage"), lineage => lineage.Upstream is [{ Kind: "copied" }]);
        using var missing = await server.Ann.GetAsync("/api/v1/tables/shop/nothing/lineage", TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, missing.StatusCode);
    }

    private static string Told(LineageEdge edge) => $"{edge.Column} {edge.Table}.{edge.OtherColumn} {edge.Kind}";

    // it is read in the background
    private static async Task<T> WaitAsync<T>(Func<Task<T>> get, Func<T, bool> until)
    {
        for (var tries = 0; ; tries++)
        {
            var found = await get();
            if (until(found))
            {
                return found;
            }

            Assert.True(tries < 600, "It did not come.");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private static async Task DoAsync(HttpClient client, string sql, string? id = null)
    {
        using var response = await client.PostAsJsonAsync("/api/v1/query", new QueryRequest(sql, Id: id), TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
