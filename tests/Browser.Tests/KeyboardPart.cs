using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Talentys.Browser.Tests;

/// <summary>What tests do with the keyboard as somebody without a pointer does.</summary>
internal static class KeyboardPart
{
    private const int MostStops = 100;

    /// <summary>Presses Tab until an element has the focus.</summary>
    public static async Task TabToAsync(IPage page, ILocator wanted)
    {
        await Expect(wanted).ToBeVisibleAsync();
        for (var stop = 0; stop < MostStops; stop++)
        {
            if (await wanted.EvaluateAsync<bool>("element => element === document.activeElement"))
            {
                return;
            }

            await page.Keyboard.PressAsync("Tab");
        }

        await Expect(wanted).ToBeFocusedAsync(new() { Timeout = 1_000 }); // says what is focused instead
    }
}
