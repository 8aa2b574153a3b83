using Bunit;
using Talentys.Contracts;
using Talentys.Ui.Features.Catalog;

namespace Talentys.Ui.Tests.Catalog;

public sealed class OriginListTests : PageContext
{
    [Fact]
    public void Pairs_of_columns_stand_under_their_table_in_the_order_of_the_columns()
    {
        var page = Show(
            Edge("total", "shop.orders", "price", "aggregated"), Edge("id", "shop.orders", "id", "copied"), Edge("name", "crm.people", "first", "computed", query: null),
            Edge("id", "SHOP.orders", "number", "copied"), Edge("total", "shop.totals", "total", "computed"));

        Assert.Equal(["crm.people", "shop.orders", "the table itself"], page.FindAll("h3").Select(heading => heading.TextContent));
        Assert.Equal("t/shop/orders?tab=lineage", page.FindAll("h3 a")[1].GetAttribute("href"));
        Assert.StartsWith("a view, made", page.FindAll(".origin-head span")[0].TextContent, StringComparison.Ordinal);
        Assert.StartsWith("written", page.FindAll(".origin-head span")[1].TextContent, StringComparison.Ordinal);
        Assert.Equal(
            ["id id copied", "id number copied", "total price aggregated"],
            page.FindAll("table")[1].QuerySelectorAll("tbody tr").Select(row => string.Join(' ', row.QuerySelectorAll("td").Select(cell => cell.TextContent))));
    }

    [Fact]
    public void Of_many_columns_the_first_ones_are_shown_until_all_are_asked_for()
    {
        var page = Show([.. Enumerable.Range(0, 14).Select(i => Edge($"c{i}", "wide.one", $"c{i}", "copied"))]);
        Assert.Equal(10, page.FindAll("tbody tr").Count);
        page.Find("button").Click();
        Assert.Equal(14, page.FindAll("tbody tr").Count);
        Assert.Equal("true", page.Find("button").GetAttribute("aria-expanded"));
    }

    private static LineageEdge Edge(string column, string table, string other, string kind, string? query = "q1") =>
        new(column, table, other, kind, query, DateTimeOffset.UnixEpoch);

    private IRenderedComponent<OriginList> Show(params LineageEdge[] edges) => Render<OriginList>(list => list
        .Add(one => one.Title, "Comes from").Add(one => one.Nothing, "Nothing.").Add(one => one.Other, "Comes from").Add(one => one.Table, "shop.totals")
        .Add(one => one.Edges, edges)
        .Add(one => one.Order, [new TableColumn("id", "INTEGER", false, null), new TableColumn("name", "VARCHAR", false, null), new TableColumn("total", "DOUBLE", false, null)]));
}
