using System.Net;
using System.Net.Http.Json;
using Talentys.Contracts;
using Talentys.Kernel;
using static Talentys.Identity.Tests.IdentityServer;

namespace Talentys.Identity.Tests;

public sealed class PreferenceTests
{
    private const string Path = "/api/v1/me/preferences";

    [Fact]
    public async Task Preferences_follow_the_user_from_browser_to_browser()
    {
        await using var server = await StartAsync();
        using var one = await server.SignedInAsync("admin", server.Admin.Password, "first own one!");
        using var two = server.Client();
        await ReadAsync<Me>(await two.PostAsJsonAsync("/api/v1/session", new SignIn("admin", "first own one!")));
        using var ana = await server.SignedInAsync("ana", Roles.Reader);
        var wanted = new Preferences("dark", "fr", "compact", "Europe/Paris", "de");

        Assert.Equal(new Preferences(), await ReadAsync<Preferences>(await one.GetAsync(Path)));
        Assert.Equal(HttpStatusCode.NoContent, (await one.PutAsJsonAsync(Path, wanted)).StatusCode);

        Assert.Equal(wanted, await ReadAsync<Preferences>(await two.GetAsync(Path)));
        Assert.Equal(new Preferences(), await ReadAsync<Preferences>(await ana.GetAsync(Path)));
        Assert.Equal(HttpStatusCode.NoContent, (await two.PutAsJsonAsync(Path, new { theme = "light" })).StatusCode);
        Assert.Equal(new Preferences("light"), await ReadAsync<Preferences>(await one.GetAsync(Path)));
    }

    [Fact]
    public async Task All_faults_of_preferences_are_told_at_once()
    {
        await using var server = await StartAsync();
        using var ana = await server.SignedInAsync("ana", Roles.Reader);

        var answer = await ana.PutAsJsonAsync(Path, new Preferences("pink", "xx", "huge", "Mars/Olympus", "no such tag"));
        var problem = await answer.Content.ReadFromJsonAsync<Problem>();

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(["theme", "language", "density", "timeZone", "numbers"], problem!.Faults.Select(fault => fault.Place));
        Assert.Equal(new Preferences(), await ReadAsync<Preferences>(await ana.GetAsync(Path)));
    }

    [Fact]
    public async Task Keys_and_the_local_operator_have_the_defaults_and_cannot_change_them()
    {
        await using var server = await StartAsync();
        using var ana = await server.SignedInAsync("ana", Roles.Reader);
        await ana.PutAsJsonAsync(Path, new Preferences("dark"));
        var key = await ReadAsync<CreatedKey>(await ana.PostAsJsonAsync("/api/v1/keys", new CreateKey("k")));
        using var byKey = server.Client(key.Key);
        using var local = await server.OperatorAsync();

        foreach (var client in new[] { byKey, local })
        {
            Assert.Equal(new Preferences(), await ReadAsync<Preferences>(await client.GetAsync(Path)));
            await AssertProblemAsync(await client.PutAsJsonAsync(Path, new Preferences("light")), 403, "identity.session_needed");
        }
    }
}
