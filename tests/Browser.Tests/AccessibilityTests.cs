using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Talentys.Browser.Tests;

public class AccessibilityTests(Site site)
{
    internal static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] },
    };

    public static TheoryData<string> Pages =>
    [
        "/", "/sql", "/catalog", "/t/main/people", "/t/main/names", "/sources", "/sources/new", "/runs", "/preferences", "/keys",
        "/models", "/models?view=graph", "/models/model.harbour.stg_births", "/models/model.harbour.stg_births?tab=sql", "/models/model.harbour.stg_births?tab=columns",
        "/models/model.harbour.stg_births?tab=tests", "/models/model.harbour.stg_births?tab=graph", "/models/test.harbour.born_after_1900?tab=rows", "/models/nothing",
        "/admin/people", "/admin/health", "/nothing-here", "/gallery",
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_has_no_violation_in_any_form_and_never_scrolls_sideways(string path)
    {
        var page = await site.OpenSignedInAsync(path);
        await LookAsync(page, path);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_sign_in_page_has_no_violation_in_any_form()
    {
        var page = await site.OpenAsync("/");
        await LookAsync(page, "signing in");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_lineage_of_a_table_leads_from_table_to_table_in_every_form()
    {
        var page = await site.OpenSignedInAsync("/nothing-here");
        await RunAsync("create or replace view main.name_parts as select id, upper(name) as name from main.people");
        await page.GotoAsync("/t/main/people?tab=lineage");
        await Expect(page.GetByRole(AriaRole.Tab, new() { Name = "Lineage" })).ToHaveAttributeAsync("aria-selected", "true");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Goes to" }).GetByRole(AriaRole.Table, new() { Name = "Columns of main.name_parts" }).GetByRole(AriaRole.Row))
            .ToHaveCountAsync(3); // other tests make tables from the people too
        await LookAsync(page, "lineage");

        await page.GetByRole(AriaRole.Link, new() { Name = "main.name_parts" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "main.name_parts" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Comes from" }).GetByRole(AriaRole.Row, new() { Name = "name name computed" })).ToBeVisibleAsync();
        await RunAsync("drop view main.name_parts");
        await page.Context.CloseAsync();

        async Task RunAsync(string sql)
        {
            var answer = await page.Context.APIRequest.PostAsync("/api/v1/query", new() { Headers = new Dictionary<string, string> { ["X-Talentys-Request"] = "1" }, DataObject = new { sql } });
            Assert.True(answer.Ok, await answer.TextAsync());
        }
    }

    private static async Task LookAsync(IPage page, string name)
    {
        await Expect(page.GetByRole(AriaRole.Main)).ToBeVisibleAsync();
        await Expect(page.Locator("main h1").First).ToBeAttachedAsync();
        await Expect(page.Locator(".t-loading:not(.loading-sample .t-loading)")).ToHaveCountAsync(0);
        var faults = new List<string>();
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", scheme == ColorScheme.Dark ? "dark" : "light");
            foreach (var (width, height) in ((int, int)[])[(1440, 900), (360, 740)])
            {
                await page.SetViewportSizeAsync(width, height);
                var found = await page.RunAxe(Rules);
                if (found.Violations.Length > 0)
                {
                    found = await page.RunAxe(Rules); // colours and the width may have been on their way
                }

                faults.AddRange(found.Violations.Select(fault => $"{name}, {scheme}, {width}: {fault.Id}: {fault.Help}: {fault.Nodes[0].Html}"));
                try
                {
                    // charts and grids take the new width a moment later
                    await page.WaitForFunctionAsync("() => document.documentElement.scrollWidth <= innerWidth", null, new() { Timeout = 20_000 });
                }
                catch (TimeoutException)
                {
                    faults.Add($"{name}, {width}: scrolls sideways");
                }
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }
}
