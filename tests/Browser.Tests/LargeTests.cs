using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using Talentys.TestSupport;
using static Microsoft.Playwright.Assertions;

namespace Talentys.Browser.Tests;

public class LargeTests(Site site)
{
    private const int Tables = 10_000;

    [Fact]
    public async Task A_catalog_of_ten_thousand_tables_is_searched_and_scrolled_to_its_end()
    {
        using var folder = new TempFolder();
        folder.Write("one.csv", "id\n1\n");
        await Site.RunAsync(folder.Path, "load", "one.csv", "--into", "main");
        await MultiplyAsync(Path.Combine(folder.Path, ".talentys", "metadata.db"));
        await using var server = await Server.StartAsync(folder.Path);
        var page = await site.OpenAsync($"/signin#link={await server.LinkAsync()}", server: server);
        await page.GetByRole(AriaRole.Link, new() { Name = "Catalog" }).ClickAsync();
        await Expect(page.GetByText("10,001 tables")).ToBeVisibleAsync();

        await page.EvaluateAsync("() => scrollTo(0, document.documentElement.scrollHeight)");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "main.t10000 \"x\" 🦊 א" })).ToBeVisibleAsync();

        await page.GetByLabel("Search tables").FillAsync("t04321 \"");
        await Expect(page.GetByText("1 table", new() { Exact = true })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "main.t04321" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "t04321" })).ToBeVisibleAsync();
        await Expect(page.GetByText("1 row", new() { Exact = true })).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_table_of_two_thousand_columns_is_shown_and_found_in()
    {
        var page = await site.OpenSignedInAsync("/t/main/wide");
        await Expect(page.GetByText("2,000 columns").First).ToBeVisibleAsync();
        await page.GetByLabel("Search columns").FillAsync("c1999");
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "c1999" })).ToBeVisibleAsync();

        await page.GotoAsync("/sql");
        await SqlPart.WriteAsync(page, "select * from main.wide order by c1");
        await page.Keyboard.PressAsync("Control+Enter");
        await page.GetByRole(AriaRole.Gridcell).First.ClickAsync();
        await page.Keyboard.PressAsync("End");
        await Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "c2000" })).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_result_of_four_million_rows_scrolls_to_its_end()
    {
        var page = await site.OpenSignedInAsync("/sql");
        await SqlPart.WriteAsync(page, "select a.order_id, b.order_id as other from main.orders a, main.orders b");
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.GetByText("4,000,000").First).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Gridcell).First.ClickAsync();
        await page.Keyboard.PressAsync("Control+End");

        var last = page.Locator("[role=row][aria-rowindex='4000001'] [role=gridcell]").First;
        await Expect(last).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^[0-9]+$"));
        await page.Context.CloseAsync();
    }

    // pointers to the one table under other names: the catalog is a list of pointers
    private static async Task MultiplyAsync(string database)
    {
        await using var connection = new SqliteConnection($"Data Source={database}");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"""
            with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < {Tables})
            insert into lake_tables (Id, Organisation, Environment, SchemaKey, NameKey, Schema, Name, Folder, MetadataFile, Version, Rows, Bytes, ChangedAt)
            select Id || n, Organisation, Environment, SchemaKey, printf('T%05d "X" 🦊 א', n), Schema, printf('t%05d "x" 🦊 א', n), Folder, MetadataFile, Version, Rows, Bytes, ChangedAt
            from lake_tables, numbers where Name = 'one'
            """);
        Assert.Equal(Tables, await command.ExecuteNonQueryAsync());
        SqliteConnection.ClearAllPools();
    }
}
