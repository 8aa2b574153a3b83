using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Talentys.Contracts;
using Talentys.Identity.Public;
using Talentys.Kernel;
using Talentys.TestSupport;
using static Talentys.Identity.Tests.IdentityServer;

namespace Talentys.Identity.Tests;

public sealed class SignInLinkTests
{
    private const string Path = "/api/v1/session/link";

    [Fact]
    public async Task A_link_signs_in_once_and_sets_the_first_password_without_the_one_time_one()
    {
        await using var server = await StartAsync();
        var token = await Links(server).MakeForFirstStartAsync(CancellationToken.None);
        using var client = server.Client();

        var answer = await client.PostAsJsonAsync(Path, new UseSignInLink(token!));
        var me = await ReadAsync<Me>(answer);

        Assert.Equal(("admin", false, true), (me.Name, me.MustChangePassword, me.PasswordNeverSet));
        Assert.Contains("httponly", Assert.Single(answer.Headers.GetValues("Set-Cookie")), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("admin", await client.GetStringAsync("/api/v1/test-reader"));
        await AssertProblemAsync(await client.PostAsJsonAsync("/api/v1/keys", new CreateKey("k")), 403, "identity.password_must_change");
        await AssertProblemAsync(
            await client.PutAsJsonAsync("/api/v1/me/password", new ChangePassword("", server.Admin.Password)), 400, "identity.password_unfit");
        Assert.Equal(HttpStatusCode.NoContent, (await client.PutAsJsonAsync("/api/v1/me/password", new ChangePassword("", "my very own one"))).StatusCode);

        me = (await ReadAsync<SessionState>(await client.GetAsync("/api/v1/session"))).Me!;
        Assert.Equal((false, false), (me.MustChangePassword, me.PasswordNeverSet));
        await AssertProblemAsync(
            await client.PutAsJsonAsync("/api/v1/me/password", new ChangePassword("", "yet another one")), 400, "identity.password_wrong");
        using var other = server.Client();
        await AssertProblemAsync(await other.PostAsJsonAsync(Path, new UseSignInLink(token!)), 401, "identity.link_over");
        await ReadAsync<Me>(await other.PostAsJsonAsync("/api/v1/session", new SignIn("admin", "my very own one")));
    }

    [Fact]
    public async Task A_link_ends_after_ten_minutes()
    {
        var clock = new TestClock();
        await using var server = await StartAsync(clock);
        using var client = server.Client();
        var used = await Links(server).MakeForAdministratorAsync(CancellationToken.None);
        var late = await Links(server).MakeForAdministratorAsync(CancellationToken.None);

        clock.Advance(TimeSpan.FromMinutes(9));
        await ReadAsync<Me>(await client.PostAsJsonAsync(Path, new UseSignInLink(used!)));
        clock.Advance(TimeSpan.FromMinutes(1));

        await AssertProblemAsync(await client.PostAsJsonAsync(Path, new UseSignInLink(late!)), 401, "identity.link_over");
        await AssertProblemAsync(await client.PostAsJsonAsync(Path, new UseSignInLink("")), 401, "identity.link_over");
    }

    [Fact]
    public async Task A_link_does_not_come_through_a_proxy_and_stays_for_its_machine()
    {
        await using var server = await StartAsync();
        var token = await Links(server).MakeForAdministratorAsync(CancellationToken.None);
        using var proxied = server.Client();
        proxied.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        using var here = server.Client();

        await AssertProblemAsync(await proxied.PostAsJsonAsync(Path, new UseSignInLink(token!)), 403, "identity.link_elsewhere");
        await ReadAsync<Me>(await here.PostAsJsonAsync(Path, new UseSignInLink(token!)));
    }

    [Fact]
    public async Task Guessing_links_is_braked_as_passwords_are()
    {
        await using var server = await StartAsync();
        using var client = server.Client();

        for (var i = 0; i < 30; i++)
        {
            await AssertProblemAsync(await client.PostAsJsonAsync(Path, new UseSignInLink($"guess{i}")), 401, "identity.link_over");
        }

        await AssertProblemAsync(await client.PostAsJsonAsync(Path, new UseSignInLink("guess")), 429, "identity.too_many_sign_ins");
    }

    [Fact]
    public async Task The_link_of_the_first_start_is_there_until_an_administrator_has_a_password()
    {
        await using var server = await StartAsync();
        using var local = await server.OperatorAsync();
        var early = await Links(server).MakeForAdministratorAsync(CancellationToken.None);
        await ReadAsync<CreatedUser>(await local.PostAsJsonAsync("/api/v1/users", new CreateUser("zoe", Roles.Administrator)));
        Assert.NotNull(await Links(server).MakeForFirstStartAsync(CancellationToken.None));

        using var admin = await server.SignedInAsync("admin", server.Admin.Password, "my very own one");
        Assert.Null(await Links(server).MakeForFirstStartAsync(CancellationToken.None));

        // who is disabled meanwhile does not come in by an old link either
        await ReadAsync<UserSummary>(await local.PatchAsJsonAsync("/api/v1/users/admin", new ChangeUser(Disabled: true)));
        using var client = server.Client();
        await AssertProblemAsync(await client.PostAsJsonAsync(Path, new UseSignInLink(early!)), 401, "identity.link_over");
    }

    private static SignInLinks Links(IdentityServer server) => server.Services.GetRequiredService<SignInLinks>();
}
