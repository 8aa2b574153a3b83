using Microsoft.Playwright;
using Talentys.TestSupport;
using static Microsoft.Playwright.Assertions;

namespace Talentys.Browser.Tests;

public class RestartTests(Site site)
{
    [Fact]
    public async Task A_server_that_is_killed_and_comes_back_costs_nobody_what_they_typed()
    {
        using var folder = new TempFolder();
        await using var server = await Server.StartAsync(folder.Path);
        var page = await site.OpenAsync($"/signin#link={await server.LinkAsync()}", server: server);
        await Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "Pages" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "SQL" }).ClickAsync();
        await SqlPart.WriteAsync(page, "select 40 + 2 as answer");

        await server.KillAsync();
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.GetByText("The server does not answer. What you typed stays")).ToBeVisibleAsync();

        await server.StartAgainAsync();
        await Expect(page.GetByText("The server does not answer. What you typed stays")).ToBeHiddenAsync();
        await Expect(page.Locator(".cm-content")).ToContainTextAsync("select 40 + 2 as answer");
        await page.Locator(".cm-content").FocusAsync();
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.GetByRole(AriaRole.Gridcell, new() { Name = "42" })).ToBeVisibleAsync();

        // and it is there after the page is loaded anew
        await page.ReloadAsync();
        await Expect(page.Locator(".cm-content")).ToContainTextAsync("select 40 + 2 as answer");
        await page.Context.CloseAsync();
    }
}
