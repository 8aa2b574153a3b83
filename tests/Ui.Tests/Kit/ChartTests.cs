using Bunit;
using Talentys.Ui.Kit;

namespace Talentys.Ui.Tests.Kit;

public sealed class ChartTests : PageContext
{
    [Fact]
    public void A_chart_says_what_it_shows_and_has_its_values_as_a_table()
    {
        var chart = Render<Chart>(all => all.Add(it => it.Spec, new ChartSpec(
            ChartKind.Bar, "Sales by channel", ChartAxis.Category, ["web", "shop"], [new ChartSeries("amount", [2.5, null])])));

        Assert.Equal("Sales by channel. Bar chart, 1 series, 2 values.", chart.Find("[role=img]").GetAttribute("aria-label"));
        chart.Find("button").Click();
        Assert.Equal(["web", "shop"], chart.FindAll("tbody th").Select(cell => cell.TextContent));
        Assert.Equal(["2.5", "–"], chart.FindAll("tbody td").Select(cell => cell.TextContent));
    }

    [Fact]
    public void The_bar_between_panes_says_where_it_stands()
    {
        var moved = 0.0;
        var bar = Render<Splitter>(all => all.Add(it => it.Label, "Height of the editor").Add(it => it.Rows, true).Add(it => it.Share, 38).Add(it => it.ShareChanged, share => moved = share));

        Assert.Equal(("38", "horizontal"), (bar.Find("[role=separator]").GetAttribute("aria-valuenow"), bar.Find("[role=separator]").GetAttribute("aria-orientation")));
        bar.InvokeAsync(() => bar.Instance.Moved(50));
        Assert.Equal(50, moved);
    }

    [Fact]
    public void A_menu_is_chosen_from_with_the_keyboard()
    {
        var chosen = "";
        var closed = 0;
        var menu = Render<PopMenu>(all => all.Add(it => it.Label, "Export").Add(it => it.Close, () => closed++).Add(it => it.Items,
        [
            new MenuEntry("CSV", () => Choose("csv")),
            new MenuEntry("Excel", () => Choose("xlsx")),
        ]));

        menu.Find("[role=menu]").KeyDown("ArrowDown");
        menu.Find("[role=menu]").KeyDown("Enter");

        Assert.Equal(("xlsx", 1), (chosen, closed));

        Task Choose(string format)
        {
            chosen = format;
            return Task.CompletedTask;
        }
    }
}
