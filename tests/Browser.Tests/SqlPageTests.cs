using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Talentys.Browser.Tests;

/// <summary>What helps to write statements and to keep them.</summary>
public class SqlPageTests(Site site)
{
    [Fact]
    public async Task A_statement_is_completed_mended_given_its_values_and_saved()
    {
        var page = await site.OpenSignedInAsync("/sql");
        var editor = page.Locator(".cm-content").First;

        // names of the tables that are in scope
        await SqlPart.WriteAsync(page, "select nam from main.people p where p.");
        await page.Keyboard.PressAsync("Control+Space");
        var proposals = page.Locator(".cm-tooltip-autocomplete");
        await Expect(proposals.GetByRole(AriaRole.Option).Filter(new() { HasText = "born" })).ToBeVisibleAsync();
        Assert.Empty((await page.RunAxe(AccessibilityTests.Rules)).Violations.Select(fault => $"{fault.Id}: {fault.Nodes[0].Html}"));
        await page.Keyboard.PressAsync("Escape");

        // a name that is nearly right is mended by one button
        await SqlPart.WriteAsync(page, "select nam from main.people where name = $who");
        var value = page.GetByLabel("$who");
        await value.FillAsync("Ada");
        await value.PressAsync("Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Use name and run" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Gridcell, new() { Name = "Ada" })).ToBeVisibleAsync();
        await Expect(editor).ToContainTextAsync("select name from");

        // laid out by keys, which can be undone
        await editor.FocusAsync();
        await page.Keyboard.PressAsync("Control+Shift+F");
        await Expect(page.Locator(".cm-line").Nth(1)).ToBeVisibleAsync();

        // saved, found from everywhere, and marked when it says something else
        await page.Keyboard.PressAsync("Control+s");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("One person");
        await page.Keyboard.PressAsync("Enter");
        var tab = page.GetByRole(AriaRole.Tab, new() { Name = "One person" });
        await Expect(tab).ToBeVisibleAsync();
        await editor.FocusAsync();
        await page.Keyboard.PressAsync("Control+End");
        await page.Keyboard.InsertTextAsync(" or 1 = 0");
        await Expect(tab.GetByLabel("not saved")).ToBeVisibleAsync();
        await page.GotoAsync("/catalog");
        await Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "Pages" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Control+k");
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Search tables" }).FillAsync("one person");
        await Expect(page.GetByRole(AriaRole.Option, new() { Name = "One person" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(tab.GetByLabel("not saved")).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }
}
