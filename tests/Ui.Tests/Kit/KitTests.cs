using Bunit;
using Microsoft.AspNetCore.Components;
using Talentys.Contracts;
using Talentys.Ui.Api;
using Talentys.Ui.Kit;
using Talentys.Ui.Shell;

namespace Talentys.Ui.Tests.Kit;

public sealed class KitTests : PageContext
{
    private static readonly ApiException Refused = new(new Problem(
        "about:blank", "Bad Request", 400, "test.fault", "It does not fit.", "a.yml:3:7", "Write a number.", [], "01"));

    [Fact]
    public void A_fault_is_told_with_its_place_and_mend_and_can_be_tried_again()
    {
        var tried = 0;
        var view = Render<FaultView>(all => all.Add(it => it.Failure, Refused).Add(it => it.Retry, () => tried++));

        Assert.Equal("It does not fit.", view.Find("[role=alert] .t-fault-message").TextContent);
        Assert.Equal("a.yml:3:7", view.Find(".t-fault-place").TextContent);
        Assert.Equal("Write a number.", view.Find(".t-fault-mend").TextContent);
        view.Find("button").Click();
        Assert.Equal(1, tried);
    }

    [Fact]
    public void Without_a_fault_there_is_nothing() => Assert.Equal("", Render<FaultView>().Markup.Trim());

    [Fact]
    public void Tabs_are_chosen_with_arrows_and_only_the_active_one_is_in_the_tab_order()
    {
        var active = "a";
        var tabs = Render<Tabs>(all => all.Add(it => it.Label, "About").Add(it => it.Active, active)
            .Add(it => it.Items, [new TabItem("a", "First"), new TabItem("b", "Second", "3")]).Add(it => it.ActiveChanged, key => active = key).AddChildContent("<p>here</p>"));

        Assert.Equal(["0", "-1"], tabs.FindAll("[role=tab]").Select(tab => tab.GetAttribute("tabindex")));
        Assert.Equal("tab-a", tabs.Find("[role=tabpanel]").GetAttribute("aria-labelledby"));
        tabs.Find("[role=tablist]").KeyDown("ArrowLeft");
        Assert.Equal("b", active);
    }

    [Fact]
    public void An_overlay_is_a_dialog_with_its_title_and_closes_on_escape()
    {
        var closed = 0;
        var overlay = Render<Overlay>(all => all.Add(it => it.Title, "New key").Add(it => it.Close, () => closed++).AddChildContent("<p>here</p>"));
        var dialog = overlay.Find("[role=dialog]");

        Assert.Equal("true", dialog.GetAttribute("aria-modal"));
        Assert.Equal("New key", overlay.Find("#" + dialog.GetAttribute("aria-labelledby")).TextContent);
        dialog.KeyDown("Escape");
        Assert.Equal(1, closed);
    }

    [Fact]
    public void A_question_stays_with_the_reason_when_it_cannot_be_done()
    {
        var question = Render<Confirm>(all => all.Add(it => it.Title, "Drop it?").Add(it => it.Action, "Drop").Add(it => it.Dangerous, true)
            .Add(it => it.Confirmed, () => Task.FromException(Refused)));

        question.Find("button.danger").Click();

        Assert.Contains("It does not fit.", question.Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_menu_opens_below_its_button_and_does_what_is_chosen()
    {
        var chosen = "";
        var menu = Render<Menu>(all => all.Add(it => it.Label, "More").Add(it => it.Button, Text("…"))
            .Add(it => it.Items, [MenuEntry.Does("One", () => chosen = "one"), MenuEntry.Does("Two", () => chosen = "two")]));
        Assert.Empty(menu.FindAll("[role=menu]"));

        menu.Find("button").Click();
        Assert.Equal("true", menu.Find("button[aria-haspopup]").GetAttribute("aria-expanded"));
        menu.FindAll("[role=menuitem]")[1].Click();

        Assert.Equal("two", chosen);
        Assert.Empty(menu.FindAll("[role=menu]"));
    }

    [Fact]
    public void A_star_is_pressed_and_remembered()
    {
        var star = Render<Star>(all => all.Add(it => it.Thing, new Recent("table", "shop.orders", "t/shop/orders")));
        Assert.Equal("false", star.Find("button").GetAttribute("aria-pressed"));

        star.Find("button").Click();

        Assert.Equal("true", star.Find("button").GetAttribute("aria-pressed"));
    }

    [Fact]
    public void A_list_shows_its_rows_sorts_them_and_tells_when_nothing_matches()
    {
        var asked = new List<ListQuery>();
        var list = Render<ListView<string>>(all => all.Add(it => it.Name, "Names").Add(it => it.One, "{0} name").Add(it => it.Many, "{0} names")
            .Add(it => it.Columns, [new ListColumn<string>("Name", Cell, "name")]).Add(it => it.Href, name => "n/" + name)
            .Add(it => it.Load, (query, _) =>
            {
                asked.Add(query);
                string[] found = [.. new[] { "ada", "grace" }.Where(name => name.Contains(query.Search, StringComparison.Ordinal))];
                return Task.FromResult(new ListWindow<string>(found, found.Length));
            }));

        list.WaitForAssertion(() => Assert.Contains("2 names", list.Find("[role=status]").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(30));
        Assert.Equal("none", list.Find("[role=columnheader]").GetAttribute("aria-sort"));
        list.Find(".list-sort").Click();
        Assert.Equal(("name", false), (asked[^1].Sort, asked[^1].Descending));
        list.Find("input[type=search]").Input("zoe");
        list.WaitForAssertion(() => Assert.Equal("Nothing matches", list.Find(".t-state h2").TextContent), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void A_list_that_cannot_be_read_says_why()
    {
        var list = Render<ListView<string>>(all => all.Add(it => it.Name, "Names").Add(it => it.Columns, [new ListColumn<string>("Name", Cell)])
            .Add(it => it.Load, (_, _) => Task.FromException<ListWindow<string>>(Refused)));

        list.WaitForAssertion(() => Assert.Contains("It does not fit.", list.Find("[role=alert]").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Header_badge_empty_and_side_panel_show_what_they_are_given()
    {
        var header = Render<PageHeader>(all => all.Add(it => it.Title, "shop.orders").Add(it => it.Back, "catalog").Add(it => it.BackTitle, "Catalog"));
        Assert.Equal("shop.orders", header.Find("h1").TextContent);
        Assert.Equal("catalog", header.Find("a").GetAttribute("href"));
        Assert.Contains("error", Render<Badge>(all => all.Add(it => it.Tone, "error").AddChildContent("failed")).Find("span").ClassList);
        Assert.NotNull(Render<EmptyState>(all => all.Add(it => it.Title, "None").Add(it => it.Alone, true)).Find("h1"));
        var closed = 0;
        var panel = Render<SidePanel>(all => all.Add(it => it.Title, "Cell").Add(it => it.Close, () => closed++));
        Assert.Equal("Cell", panel.Find("aside").GetAttribute("aria-label"));
        panel.Find("button").Click();
        Assert.Equal(1, closed);
        Assert.Equal("status", Render<LoadingState>().Find("div").GetAttribute("role"));
    }

    private static RenderFragment Text(string text) => builder => builder.AddContent(0, text);

    private static RenderFragment Cell(string text) => builder => builder.AddContent(0, text);
}
