using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Talentys.Browser.Tests;

/// <summary>What tests do with the editor of the SQL page.</summary>
internal static class SqlPart
{
    /// <summary>Replaces the statement in the editor.</summary>
    public static async Task WriteAsync(IPage page, string sql)
    {
        var editor = page.Locator(".cm-content").First;
        await Expect(editor).ToBeVisibleAsync();
        await editor.FocusAsync();
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.InsertTextAsync(sql);
        await Expect(editor).ToContainTextAsync(sql[..20]);
    }
}
