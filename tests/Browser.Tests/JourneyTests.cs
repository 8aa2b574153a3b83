using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Talentys.Browser.Tests;

public class JourneyTests(Site site)
{
    [Fact]
    public async Task From_a_folder_of_files_to_a_chart_and_an_export()
    {
        var page = await site.OpenSignedInAsync("/sources/new");

        // a source of files, looked at before it is saved
        await page.GetByLabel("Path").FillAsync("./drop/harbour/");
        await page.GetByLabel("Name", new() { Exact = false }).First.FillAsync("harbour");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and sync" }).ClickAsync();
        await page.WaitForURLAsync("**/sources/harbour**");
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "2,000", Exact = true })).ToBeVisibleAsync();
        Assert.True(File.Exists(Path.Combine(site.Project, "sources", "harbour.yml")));

        // its table, found by the search that is everywhere
        await page.Keyboard.PressAsync("Control+k");
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Search tables" }).FillAsync("orders");
        await page.GetByRole(AriaRole.Option, new() { Name = "harbour.orders" }).ClickAsync();
        await Expect(page.GetByText("2,000 rows")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Tab, new() { Name = "Sample" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "amount" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Tab, new() { Name = "Versions" }).ClickAsync();
        await Expect(page.GetByText("current")).ToBeVisibleAsync();

        // asked in SQL
        await page.GetByRole(AriaRole.Link, new() { Name = "Query", Exact = true }).ClickAsync();
        await SqlPart.WriteAsync(page, "select country, count(*) as orders, sum(amount) as total from harbour.orders group by country order by country");
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.GetByRole(AriaRole.Gridcell, new() { Name = "DE" })).ToBeVisibleAsync();

        // charted and exported
        await page.GetByRole(AriaRole.Button, new() { Name = "Chart", Exact = true }).ClickAsync();
        await Expect(page.Locator("[role=img] svg, [role=img] canvas").First).ToBeVisibleAsync();
        var download = await page.RunAndWaitForDownloadAsync(async () =>
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Export" }).ClickAsync();
            await page.GetByRole(AriaRole.Menuitem, new() { Name = "CSV" }).ClickAsync();
        });
        var csv = await File.ReadAllLinesAsync((await download.PathAsync())!, TestContext.Current.CancellationToken);
        Assert.Equal("country,orders,total", csv[0]);
        Assert.StartsWith("DE,500,", csv[1], StringComparison.Ordinal);
        Assert.Equal(5, csv.Length);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task By_keyboard_alone()
    {
        var page = await site.OpenSignedInAsync("/");
        await Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "Pages" })).ToBeVisibleAsync();

        // the skip link is the first stop
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Skip to the content" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#main")).ToBeFocusedAsync();

        // two letters lead to a page, arrows through its list
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("c");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Catalog" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("people");
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "main.people" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("3 rows")).ToBeVisibleAsync();

        // tabs by arrows
        await page.GetByRole(AriaRole.Tab, new() { Name = "Overview" }).FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(page.GetByRole(AriaRole.Tab, new() { Name = "Sample" })).ToBeFocusedAsync();
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "Grace" })).ToBeVisibleAsync();

        // the list of shortcuts keeps the focus inside and gives it back
        await page.Keyboard.PressAsync("?");
        var help = page.GetByRole(AriaRole.Dialog, new() { Name = "Keyboard shortcuts" });
        await Expect(help).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(help).ToBeHiddenAsync();

        // a statement
        await page.Keyboard.PressAsync("Control+k");
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Search tables" }).FillAsync("SQL");
        await Expect(page.GetByRole(AriaRole.Option, new() { Name = "SQL" }).First).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Enter");
        await SqlPart.WriteAsync(page, "select name from main.people order by born");
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.GetByRole(AriaRole.Gridcell, new() { Name = "Ada" })).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_source_of_files_is_made_by_keyboard_alone()
    {
        var page = await site.OpenSignedInAsync("/");
        await Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "Pages" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Control+k");
        await Expect(page.GetByRole(AriaRole.Combobox, new() { Name = "Search tables" })).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("New source");
        await page.Keyboard.PressAsync("Enter");

        // its type, chosen in the gallery
        var files = page.GetByRole(AriaRole.Radio, new() { Name = "Files" });
        await KeyboardPart.TabToAsync(page, files);
        await page.Keyboard.PressAsync("Space");
        await Expect(files).ToBeCheckedAsync();

        // the folder, found by walking through the project
        await KeyboardPart.TabToAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Browse" }));
        await page.Keyboard.PressAsync("Enter");
        var browser = page.GetByRole(AriaRole.Dialog, new() { Name = "Choose a folder or file" });
        await KeyboardPart.TabToAsync(page, browser.GetByRole(AriaRole.Button, new() { Name = "drop" }));
        await page.Keyboard.PressAsync("Enter");
        await KeyboardPart.TabToAsync(page, browser.GetByRole(AriaRole.Button, new() { Name = "harbour" }));
        await page.Keyboard.PressAsync("Enter");
        await Expect(browser.GetByRole(AriaRole.Button, new() { Name = "orders.csv" })).ToBeFocusedAsync();
        await KeyboardPart.TabToAsync(page, browser.GetByRole(AriaRole.Button, new() { Name = "Use this folder" }));
        await page.Keyboard.PressAsync("Enter");

        // its name, suggested and written over; what the settings make is shown meanwhile
        var name = page.Locator("#source-name");
        await Expect(name).ToBeFocusedAsync();
        await Expect(name).ToHaveValueAsync("harbour");
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync("quay");
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "ordered_at" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "country" })).ToBeVisibleAsync();

        await KeyboardPart.TabToAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Save and sync" }));
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/sources/quay**");
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "2,000", Exact = true })).ToBeVisibleAsync();

        // and its table from there
        await KeyboardPart.TabToAsync(page, page.GetByRole(AriaRole.Link, new() { Name = "orders" }));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("2,000 rows")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Names_from_data_are_text_and_nothing_else()
    {
        var page = await site.OpenSignedInAsync("/t/main/names");
        await page.GetByRole(AriaRole.Tab, new() { Name = "Sample" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "<script>alert(1)</script>" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "<b>d</b>" })).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }
}
