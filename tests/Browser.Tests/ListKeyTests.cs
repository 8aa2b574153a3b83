using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Talentys.Browser.Tests;

/// <summary>Keys in a list whose search is slower than the hands: the answer is held back until they have typed.</summary>
public class ListKeyTests(Site site)
{
    [Theory]
    [InlineData("Enter")]
    [InlineData("ArrowDown", "Enter")]
    public async Task What_is_typed_ahead_opens_the_row_that_is_found(params string[] keys)
    {
        var (page, answer) = await OpenAsync();
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("people");
        foreach (var key in keys)
        {
            await page.Keyboard.PressAsync(key);
        }

        answer.SetResult();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "people" })).ToBeVisibleAsync();
        Assert.EndsWith("/t/main/people", page.Url, StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_row_that_stays_in_the_list_keeps_the_focus()
    {
        var (page, answer) = await OpenAsync();
        await page.GetByLabel("Search tables").FillAsync("people");
        await page.GetByRole(AriaRole.Link, new() { Name = "main.people" }).FocusAsync();

        answer.SetResult();
        await Expect(page.GetByText("1 table", new() { Exact = true })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.GetByText("3 rows")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_row_that_leaves_the_list_gives_the_focus_to_the_one_in_its_place()
    {
        var (page, answer) = await OpenAsync();
        await page.GetByLabel("Search tables").FillAsync("people");
        await page.GetByRole(AriaRole.Link, new() { Name = "main.names" }).FocusAsync();

        answer.SetResult();

        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "main.people" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowUp");
        await Expect(page.GetByLabel("Search tables")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "main.people" })).ToBeFocusedAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Runs_are_opened_by_what_is_typed_ahead_too()
    {
        var page = await site.OpenSignedInAsync("/runs");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Load dirty.csv into main" })).ToBeVisibleAsync();
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await HoldAsync(page, "**/api/v1/runs?**search=*dirty*", answer.Task);
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("dirty.csv");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");

        answer.SetResult();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Load dirty.csv into main" })).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_search_that_is_everywhere_opens_what_it_finds_after_Enter()
    {
        var (page, answer) = await OpenAsync();
        await page.Keyboard.PressAsync("Control+k");
        var search = page.GetByRole(AriaRole.Combobox, new() { Name = "Search tables, sources, pages and actions" });
        await Expect(search).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("main.people");
        await page.Keyboard.PressAsync("Enter");
        await Expect(search).ToBeVisibleAsync();

        answer.SetResult();

        await Expect(search).ToBeHiddenAsync();
        await Expect(page.GetByText("3 rows")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    // the catalog, whose searches are answered once the test says so
    private async Task<(IPage Page, TaskCompletionSource Answer)> OpenAsync()
    {
        var page = await site.OpenSignedInAsync("/catalog");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "main.names" })).ToBeVisibleAsync();
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await HoldAsync(page, "**/api/v1/tables/window?**search=*people*", answer.Task);
        return (page, answer);
    }

    private static async Task HoldAsync(IPage page, string address, Task until) =>
        await page.RouteAsync(address, async route =>
        {
            await until;
            await route.ContinueAsync();
        });
}
