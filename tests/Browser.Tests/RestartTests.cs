using Microsoft.Playwright;
using Talentys.TestSupport;
using static Microsoft.Playwright.Assertions;

namespace Talentys.Browser.Tests;

public class RestartTests(Site site)
{
    private const int Files = 12;
    private const long RowsEach = 200_000;

    // of ids 1 to n, each once, in each file
    private static readonly string Expected = (Files * ((RowsEach * (RowsEach + 1) / 2) - RowsEach)).ToString(System.Globalization.CultureInfo.InvariantCulture);

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

    [Fact]
    public async Task A_sync_that_a_killed_server_was_at_goes_on_before_the_readers_eyes_and_loads_each_row_once()
    {
        using var folder = new TempFolder();
        SampleFiles.WriteBulk(Path.Combine(folder.Path, "drop"), Files, RowsEach);
        folder.Write("talentys.yml", "name: bulk\ndefault_env: dev\nenvs:\n  dev: {edit: files}\n");
        folder.Write("sources/bulk.yml", "type: files\npath: ./drop/\n");
        await using var server = await Server.StartAsync(folder.Path);
        var page = await site.OpenAsync($"/signin#link={await server.LinkAsync()}", server: server);
        await page.GetByRole(AriaRole.Link, new() { Name = "Sources" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "bulk" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sync now" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Show the sync" }).ClickAsync();
        var state = page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Status).First;
        await Expect(state).ToHaveTextAsync("Running");
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "Running" }).First).ToBeVisibleAsync();

        await server.KillAsync();
        await Expect(page.GetByText("The server does not answer.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sync bulk" })).ToBeVisibleAsync();

        await server.StartAgainAsync();
        await Expect(page.GetByText("The server does not answer.")).ToBeHiddenAsync();
        await Expect(state).ToHaveTextAsync("Succeeded");
        await Expect(page.GetByText("attempt 2", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "200,000", Exact = true })).ToHaveCountAsync(Files);

        // what is stored is what the files hold, whichever file the server was at
        await page.GetByRole(AriaRole.Link, new() { Name = "SQL" }).ClickAsync();
        await SqlPart.WriteAsync(page, $"select {string.Join(" + ", Enumerable.Range(1, Files).Select(file => $"(select sum(id) - count(distinct id) from bulk.part{file})"))} as total");
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.GetByRole(AriaRole.Gridcell, new() { Name = Expected, Exact = true })).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }
}
