using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Talentys.Browser.Tests;

public class MirrorTests(Site site)
{
    [Theory]
    [InlineData("/catalog", "Catalog")]
    [InlineData("/sources/new", "New source")]
    [InlineData("/models?view=graph", "Models")]
    [InlineData("/preferences", "Preferences")]
    public async Task A_page_read_from_right_to_left_keeps_its_shape(string path, string title)
    {
        var page = await site.OpenSignedInAsync("/nothing-here");
        await page.EvaluateAsync("() => localStorage.setItem('talentys.look', JSON.stringify({ theme: 'light', density: 'compact', language: 'x-mirror', direction: 'rtl' }))");
        await page.GotoAsync(path);

        await Expect(page.Locator("html")).ToHaveAttributeAsync("dir", "rtl");
        await Expect(page.Locator("main h1")).ToContainTextAsync($"[{title}]");
        var rail = await page.GetByRole(AriaRole.Navigation).BoundingBoxAsync();
        var main = await page.GetByRole(AriaRole.Main).BoundingBoxAsync();
        Assert.True(rail!.X > main!.X, "the rail is on the right");
        await page.SetViewportSizeAsync(360, 740);
        Assert.False(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > innerWidth"), "scrolls sideways");
        await page.Context.CloseAsync();
    }
}
