using Bunit;
using Talentys.Contracts;
using Talentys.Ui.Features.Catalog;

namespace Talentys.Ui.Tests.Catalog;

public sealed class VersionRowTests : PageContext
{
    private static readonly TableVersionItem Loaded = new(3, DateTimeOffset.UnixEpoch, "append", 9, new Dictionary<string, string>())
    {
        AddedRows = 4,
        AddedFiles = 1,
        Files = 2,
        Bytes = 1200,
        By = "ada",
        Run = "01run",
    };

    [Fact]
    public void A_version_names_who_made_it_links_to_its_run_and_opens_in_sql()
    {
        var page = Show(isCurrent: false, mayRollBack: true);
        Assert.Contains("Added 4 rows in 1 file", page.Find(".version-title").TextContent, StringComparison.Ordinal);
        Assert.Contains("by ada", page.Find(".version-facts").TextContent, StringComparison.Ordinal);
        Assert.Equal("r/01run", page.Find(".version-facts a").GetAttribute("href"));
        Assert.Equal(
            "sql?q=" + Uri.EscapeDataString("select *\nfrom shop.\"order\" at (version => 3)\nlimit 100"), page.Find(".version-actions a").GetAttribute("href"));
        Assert.Single(page.FindAll(".version-actions button"));
    }

    [Fact]
    public void Neither_the_current_version_nor_a_reader_s_can_be_rolled_back_to()
    {
        Assert.Empty(Show(isCurrent: true, mayRollBack: true).FindAll(".version-actions button"));
        Assert.Empty(Show(isCurrent: false, mayRollBack: false).FindAll(".version-actions button"));
    }

    [Fact]
    public void A_third_version_cannot_be_chosen()
    {
        Assert.True(Show(isCurrent: false, mayRollBack: false, choosable: false).Find("input").HasAttribute("disabled"));
        bool? chosen = null;
        Show(isCurrent: false, mayRollBack: false, choosable: true, told: on => chosen = on).Find("input").Change(true);
        Assert.True(chosen);
    }

    private IRenderedComponent<VersionRow> Show(bool isCurrent, bool mayRollBack, bool choosable = true, Action<bool>? told = null) => Render<VersionRow>(row => row
        .Add(one => one.Schema, "shop").Add(one => one.Table, "order").Add(one => one.Item, Loaded).Add(one => one.IsCurrent, isCurrent)
        .Add(one => one.MayRollBack, mayRollBack).Add(one => one.Choosable, choosable).Add(one => one.ChosenChanged, on => told?.Invoke(on)));
}
