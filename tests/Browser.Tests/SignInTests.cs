using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Talentys.Browser.Tests;

public class SignInTests(Site site)
{
    [Fact]
    public async Task A_wrong_password_is_told_and_a_right_one_leads_to_the_page_that_was_asked_for()
    {
        await (await site.OpenSignedInAsync("/")).Context.CloseAsync(); // the administrator has a password from here on
        var page = await site.OpenAsync("/catalog");

        await page.GetByLabel("User name").FillAsync("admin");
        await page.GetByLabel("Password").FillAsync("surely not this");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Password")).ToBeFocusedAsync();

        await page.GetByLabel("Password").FillAsync(Site.Password);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Catalog" })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Account of admin" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_session_that_ended_is_begun_again_where_one_is()
    {
        var page = await site.OpenSignedInAsync("/preferences");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Preferences" })).ToBeVisibleAsync();
        await page.Context.ClearCookiesAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Catalog" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Please sign in again" });
        await dialog.GetByLabel("Password").FillAsync(Site.Password);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();

        await Expect(dialog).ToBeHiddenAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "main.people" })).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_sign_in_link_works_once()
    {
        await (await site.OpenSignedInAsync("/")).Context.CloseAsync(); // uses the link

        var page = await site.OpenAsync($"/signin#link={await site.Server.LinkAsync()}");

        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        Assert.DoesNotContain("link=", page.Url, StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }
}
