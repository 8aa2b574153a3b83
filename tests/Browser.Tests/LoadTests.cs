using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Talentys.Browser.Tests;

public class LoadTests(Site site)
{
    private const long MostBytes = 6_000_000;

    [Fact]
    public async Task A_first_visit_is_small_and_a_later_one_downloads_nothing_that_is_kept()
    {
        var page = await site.OpenAsync("about:blank");
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("Network.enable");
        long bytes = 0;
        var errors = new List<string>();
        session.Event("Network.loadingFinished").OnEvent += (_, data) => Interlocked.Add(ref bytes, (long)data!.Value.GetProperty("encodedDataLength").GetDouble());
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                errors.Add(message.Text);
            }
        };

        await page.GotoAsync("/");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var first = Interlocked.Exchange(ref bytes, 0);
        Assert.InRange(first, 500_000, MostBytes);

        await page.ReloadAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        Assert.InRange(Interlocked.Read(ref bytes), 0, 200_000);
        Assert.Empty(errors);
        await page.Context.CloseAsync();
    }
}
