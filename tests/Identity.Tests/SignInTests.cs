using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Http;
using Talentys.Contracts;
using Talentys.Identity.Sessions;
using Talentys.Kernel;
using Talentys.TestSupport;
using static Talentys.Identity.Tests.IdentityServer;

namespace Talentys.Identity.Tests;

public sealed class SignInTests
{
    [Fact]
    public async Task The_one_time_password_opens_nothing_but_the_change_of_the_password()
    {
        await using var server = await StartAsync();
        using var client = server.Client();

        var me = await ReadAsync<Me>(await client.PostAsJsonAsync("/api/v1/session", new SignIn("Admin", server.Admin.Password)));
        Assert.True(me.MustChangePassword);
        Assert.Empty(me.Roles);
        await AssertProblemAsync(await client.GetAsync("/api/v1/test-reader"), 403, "identity.password_must_change");
        await AssertProblemAsync(await client.GetAsync("/api/v1/users"), 403, "identity.password_must_change");

        var changed = await client.PutAsJsonAsync("/api/v1/me/password", new ChangePassword(server.Admin.Password, "a much better one"));
        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        Assert.Equal("admin", await client.GetStringAsync("/api/v1/test-reader"));
        me = await ReadAsync<Me>(await client.GetAsync("/api/v1/me"));
        Assert.Equal((false, "user", "default"), (me.MustChangePassword, me.Kind, me.Organisation));
        Assert.Equal(["administrator", "engineer", "reader"], me.Roles);
    }

    [Fact]
    public async Task A_second_first_start_makes_nothing()
    {
        await using var server = await StartAsync();
        var again = (Public.FirstStart)server.Services.GetService(typeof(Public.FirstStart))!;

        Assert.Null(await again.EnsureAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_name_answer_alike()
    {
        await using var server = await StartAsync();
        using var client = server.Client();

        var wrong = await (await client.PostAsJsonAsync("/api/v1/session", new SignIn("admin", "wrong"))).Content.ReadFromJsonAsync<Problem>();
        var unknown = await (await client.PostAsJsonAsync("/api/v1/session", new SignIn("nobody", "wrong"))).Content.ReadFromJsonAsync<Problem>();

        Assert.Equal((401, "identity.sign_in_failed"), (wrong!.Status, wrong.Code));
        Assert.Equal(wrong with { RequestId = "", Faults = [] }, unknown! with { RequestId = "", Faults = [] });
    }

    [Theory]
    [InlineData("admin")]
    [InlineData("nobody")]
    public async Task Five_wrong_tries_lock_a_name_whether_it_exists_or_not_and_longer_each_time(string name)
    {
        var clock = new TestClock();
        await using var server = await StartAsync(clock);
        using var client = server.Client();
        for (var i = 0; i < 5; i++)
        {
            await AssertProblemAsync(await client.PostAsJsonAsync("/api/v1/session", new SignIn(name, "wrong")), 401, "identity.sign_in_failed");
        }

        // the right one does not help either
        var locked = await client.PostAsJsonAsync("/api/v1/session", new SignIn(name, server.Admin.Password));
        Assert.Equal("Try again in 30 seconds.", (await AssertProblemAsync(locked, 429, "identity.locked")).Mend);
        Assert.Equal(TimeSpan.FromSeconds(30), locked.Headers.RetryAfter?.Delta);
        clock.Advance(TimeSpan.FromSeconds(31));
        await AssertProblemAsync(await client.PostAsJsonAsync("/api/v1/session", new SignIn(name, "wrong")), 401, "identity.sign_in_failed");
        clock.Advance(TimeSpan.FromSeconds(31));
        await AssertProblemAsync(await client.PostAsJsonAsync("/api/v1/session", new SignIn(name, "wrong")), 429, "identity.locked");
    }

    [Fact]
    public async Task After_the_lock_the_right_password_signs_in_and_clears_the_count()
    {
        var clock = new TestClock();
        await using var server = await StartAsync(clock);
        using var client = server.Client();
        for (var i = 0; i < 5; i++)
        {
            await client.PostAsJsonAsync("/api/v1/session", new SignIn("admin", "wrong"));
        }

        clock.Advance(TimeSpan.FromSeconds(31));
        await ReadAsync<Me>(await client.PostAsJsonAsync("/api/v1/session", new SignIn("admin", server.Admin.Password)));
        await AssertProblemAsync(await client.PostAsJsonAsync("/api/v1/session", new SignIn("admin", "wrong")), 401, "identity.sign_in_failed");
        await ReadAsync<Me>(await client.PostAsJsonAsync("/api/v1/session", new SignIn("admin", server.Admin.Password)));
    }

    [Fact]
    public async Task Tries_sent_side_by_side_are_counted_too()
    {
        await using var server = await StartAsync();
        using var client = server.Client();

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ =>
            client.PostAsJsonAsync("/api/v1/session", new SignIn("admin", "wrong"))));

        Assert.Equal(5, answers.Count(answer => answer.StatusCode == HttpStatusCode.Unauthorized));
    }

    [Fact]
    public async Task Tries_from_one_place_under_many_names_are_bounded()
    {
        await using var server = await StartAsync();
        using var client = server.Client();

        var answers = new List<HttpResponseMessage>();
        for (var i = 0; i < 31; i++)
        {
            answers.Add(await client.PostAsJsonAsync("/api/v1/session", new SignIn($"user{i}", "wrong")));
        }

        await AssertProblemAsync(answers[^1], 429, "identity.too_many_sign_ins");
        Assert.NotNull(answers[^1].Headers.RetryAfter);
        Assert.All(answers[..30], answer => Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode));
    }

    [Fact]
    public async Task The_cookie_is_out_of_reach_of_scripts_and_other_sites_and_ends_with_signing_out()
    {
        await using var server = await StartAsync();
        using var client = server.Client();
        var answer = await client.PostAsJsonAsync("/api/v1/session", new SignIn("admin", server.Admin.Password));
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);

        // a thief who kept the cookie: signing out ends it on the server too
        var stolen = cookie[..cookie.IndexOf(';', StringComparison.Ordinal)];
        using var thief = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = client.BaseAddress };
        thief.DefaultRequestHeaders.Add("Cookie", stolen);
        Assert.Equal(HttpStatusCode.OK, (await thief.GetAsync("/api/v1/me")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync("/api/v1/session")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await thief.GetAsync("/api/v1/me")).StatusCode);
    }

    [Fact]
    public async Task A_session_ends_two_weeks_after_its_last_use_and_by_its_age()
    {
        var clock = new TestClock();
        await using var server = await StartAsync(clock);
        using var used = await server.SignedInAsync("ana", Roles.Reader);
        using var idle = await server.SignedInAsync("ben", Roles.Reader);

        for (var day = 0; day < 80; day += 10)
        {
            clock.Advance(TimeSpan.FromDays(10));
            var answer = await used.GetAsync("/api/v1/test-reader");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains("max-age=1209600", Assert.Single(answer.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
            Assert.False((await used.GetAsync("/api/v1/test-reader")).Headers.Contains("Set-Cookie"));
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await idle.GetAsync("/api/v1/test-reader")).StatusCode);
        clock.Advance(TimeSpan.FromDays(11));
        Assert.Equal(HttpStatusCode.Unauthorized, (await used.GetAsync("/api/v1/test-reader")).StatusCode);
    }

    [Fact]
    public async Task The_session_is_told_without_an_error_whoever_asks()
    {
        await using var server = await StartAsync();
        using var nobody = server.Client();
        using var ana = await server.SignedInAsync("ana", Roles.Reader);

        Assert.Null((await ReadAsync<SessionState>(await nobody.GetAsync("/api/v1/session"))).Me);
        var me = (await ReadAsync<SessionState>(await ana.GetAsync("/api/v1/session"))).Me;
        Assert.Equal(("ana", false, false), (me!.Name, me.MustChangePassword, me.PasswordNeverSet));
        Assert.Equal(HttpStatusCode.NoContent, (await ana.DeleteAsync("/api/v1/session")).StatusCode);
        Assert.Null((await ReadAsync<SessionState>(await ana.GetAsync("/api/v1/session"))).Me);
    }

    [Fact]
    public async Task A_change_with_the_cookie_alone_is_refused()
    {
        await using var server = await StartAsync();
        using var client = await server.SignedInAsync("ana", Roles.Engineer);

        client.DefaultRequestHeaders.Remove("X-Talentys-Request");
        await AssertProblemAsync(await client.PostAsync("/api/v1/test-engineer", null), 403, "web.page_header_missing");
        Assert.Equal("ana", await client.GetStringAsync("/api/v1/test-reader"));
    }

    [Fact]
    public async Task A_new_password_ends_the_other_sessions()
    {
        await using var server = await StartAsync();
        using var one = await server.SignedInAsync("admin", server.Admin.Password, "first own one!");
        using var two = server.Client();
        await ReadAsync<Me>(await two.PostAsJsonAsync("/api/v1/session", new SignIn("admin", "first own one!")));

        await one.PutAsJsonAsync("/api/v1/me/password", new ChangePassword("first own one!", "second own one!"));

        Assert.Equal(HttpStatusCode.Unauthorized, (await two.GetAsync("/api/v1/me")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await one.GetAsync("/api/v1/me")).StatusCode);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("aaaaaaaaaaaaaaaa")]
    [InlineData("i-am-admin-here")]
    public async Task A_weak_password_is_refused(string weak)
    {
        await using var server = await StartAsync();
        using var client = server.Client();
        await client.PostAsJsonAsync("/api/v1/session", new SignIn("admin", server.Admin.Password));

        await AssertProblemAsync(
            await client.PutAsJsonAsync("/api/v1/me/password", new ChangePassword(server.Admin.Password, weak)), 400, "identity.password_unfit");
    }

    [Theory]
    [InlineData("http", false)]
    [InlineData("https", true)]
    public void The_cookie_stays_on_encrypted_connections_once_it_came_over_one(string scheme, bool secure)
    {
        var context = new DefaultHttpContext { Request = { Scheme = scheme } };

        SessionCookie.Set(context, "token");

        Assert.Equal(secure, context.Response.Headers.SetCookie.ToString().Contains("; secure", StringComparison.OrdinalIgnoreCase));
    }
}
