using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Talentys.Browser.Tests;

public partial class ModelTests(Site site)
{
    [Fact]
    public async Task A_build_colours_the_graph_and_leads_to_the_rows_that_fail_a_test()
    {
        var page = await site.OpenSignedInAsync("/models?view=graph");
        await Expect(page.GetByRole(AriaRole.Link, new() { NameRegex = StagingNode() })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Build", Exact = true }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Link, new() { NameRegex = FailedNode() })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { NameRegex = SkippedNode() })).ToBeVisibleAsync();

        // from the figure in the header to the test, and from it to its rows
        await page.GetByRole(AriaRole.Link, new() { Name = "1 test fails", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Tab, new() { Name = "List" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "born_after_1900" }).ClickAsync();
        await page.GetByRole(AriaRole.Tab, new() { Name = "Rows that fail" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "Ada", Exact = true })).ToBeVisibleAsync();

        // and so from the run
        await page.GetByRole(AriaRole.Tab, new() { Name = "Runs" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { NameRegex = RunLink() }).First.ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Show the rows that fail" }).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "Ada", Exact = true })).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_graph_is_walked_by_the_arrows_and_the_page_tells_columns_and_SQL()
    {
        var page = await site.OpenSignedInAsync("/models?view=graph");
        var source = page.GetByRole(AriaRole.Link, new() { NameRegex = SourceNode() });
        await Expect(source).ToBeVisibleAsync();
        await Expect(page.Locator(".graph-plane[style*=scale]")).ToBeVisibleAsync();
        await source.FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(page.GetByRole(AriaRole.Link, new() { NameRegex = StagingNode() })).ToBeFocusedAsync();
        await Expect(page.Locator("path[data-near]")).ToHaveCountAsync(2);
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.GetByText("Who was born when.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Tab, new() { Name = "Columns" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "Number of the person." }).GetByRole(AriaRole.Link, new() { Name = "main.people.id" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Tab, new() { Name = "SQL" }).ClickAsync();
        await Expect(page.Locator(".cm-content")).ToContainTextAsync("source('main', 'people')");
        await page.GetByRole(AriaRole.Button, new() { Name = "Compiled", Exact = true }).ClickAsync();
        await Expect(page.Locator(".cm-content")).ToContainTextAsync("\"main\".\"people\"");
        await page.Context.CloseAsync();
    }

    [GeneratedRegex("^stg_births ")]
    private static partial Regex StagingNode();

    [GeneratedRegex("^stg_births .*1 test fails")]
    private static partial Regex FailedNode();

    [GeneratedRegex("^centuries .*Skipped")]
    private static partial Regex SkippedNode();

    [GeneratedRegex("^main.people ")]
    private static partial Regex SourceNode();

    [GeneratedRegex("^Run of ")]
    private static partial Regex RunLink();
}
