using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Talentys.Kernel;
using static Talentys.Web.Tests.WebServer;

namespace Talentys.Web.Tests;

public sealed class RequestTests
{
    [Theory]
    [InlineData(null, "GET", 401)]
    [InlineData(Roles.Reader, "GET", 200)]
    [InlineData(Roles.Reader, "POST", 403)]
    [InlineData(Roles.Engineer, "POST", 200)]
    [InlineData(Roles.Administrator, "GET", 200)]
    public async Task A_route_answers_those_who_have_its_role(string? role, string method, int status)
    {
        await using var server = await StartAsync(app =>
        {
            app.MapApi("x", "X", Roles.Reader).MapGet("/", () => "x");
            app.MapApi("x", "X", Roles.Engineer).MapPost("/", () => "x");
        });
        using var client = server.Client(role);

        Assert.Equal(status, (int)(await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/api/v1/x"))).StatusCode);
    }

    [Fact]
    public async Task A_route_that_says_nothing_needs_a_principal()
    {
        await using var server = await StartAsync(app => app.MapGet("/bare", () => "x"));
        using var nobody = server.Client(null);
        using var somebody = server.Client();

        Assert.Equal("identity.unauthenticated", (await ProblemAsync(await nobody.GetAsync("/bare"))).Code);
        Assert.Equal("identity.unauthenticated", (await ProblemAsync(await nobody.GetAsync("/openapi/v1.json"))).Code);
        Assert.Equal("identity.unauthenticated", (await ProblemAsync(await nobody.GetAsync("/api/v1/about"))).Code);
        Assert.Equal("x", await somebody.GetStringAsync("/bare"));
    }

    [Fact]
    public async Task Probes_answer_everybody_and_about_tells_the_version()
    {
        await using var server = await StartAsync(_ => { });
        using var nobody = server.Client(null);
        using var somebody = server.Client();

        Assert.Equal("alive", await nobody.GetStringAsync("/healthz"));
        Assert.Equal("ready", await nobody.GetStringAsync("/readyz"));
        Assert.Contains($"\"version\":\"{ProductVersion.Current}\"", await somebody.GetStringAsync("/api/v1/about"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "acme/dev")]
    [InlineData("prod", "acme/prod")]
    [InlineData("pr-12_b", "acme/pr-12_b")]
    public async Task The_caller_is_bound_with_organisation_and_environment(string? environment, string scope)
    {
        await using var server = await StartAsync(app => app.MapApi("x", "X", Roles.Reader).MapGet("/", (Caller caller) => caller.Scope.ToString()));
        using var client = server.Client();
        if (environment is not null)
        {
            client.DefaultRequestHeaders.Add("X-Talentys-Environment", environment);
        }

        Assert.Equal(scope, await client.GetStringAsync("/api/v1/x"));
    }

    [Theory]
    [InlineData("Prod")]
    [InlineData("../x")]
    [InlineData("-x")]
    public async Task An_environment_that_cannot_be_one_is_refused(string environment)
    {
        await using var server = await StartAsync(app => app.MapApi("x", "X", Roles.Reader).MapGet("/", (Caller caller) => caller.Scope.ToString()));
        using var client = server.Client();
        client.DefaultRequestHeaders.Add("X-Talentys-Environment", environment);

        Assert.Equal("web.environment_invalid", (await ProblemAsync(await client.GetAsync("/api/v1/x"))).Code);
    }

    [Theory]
    [InlineData("abc-1.2_X", true)]
    [InlineData("a b", false)]
    [InlineData("forged\" level=error", false)]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345", false)]
    public async Task A_harmless_request_id_is_kept_and_any_other_replaced(string id, bool kept)
    {
        await using var server = await StartAsync(_ => { });
        using var client = server.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation("X-Request-Id", id);

        var returned = (await client.GetAsync("/healthz")).Headers.GetValues("X-Request-Id").Single();

        Assert.Equal(kept, returned == id);
        Assert.Matches("^[A-Za-z0-9._-]{1,64}$", returned);
    }

    [Theory]
    [InlineData("evil.example", 400)]
    [InlineData("localhost.evil.example", 400)]
    [InlineData("10.0.0.1", 400)]
    [InlineData("localhost", 200)]
    [InlineData("127.0.0.1:1", 200)]
    [InlineData("[::1]:8080", 200)]
    [InlineData("data.acme.example", 200)]
    public async Task On_loopback_only_known_hosts_are_answered(string host, int status)
    {
        await using var server = await StartAsync(_ => { }, web => web.KnownHosts.Add("data.acme.example"));
        using var client = server.Client();
        client.DefaultRequestHeaders.Host = host;

        Assert.Equal(status, (int)(await client.GetAsync("/healthz")).StatusCode);
    }

    [Theory]
    [InlineData("POST", false, 403)]
    [InlineData("DELETE", false, 403)]
    [InlineData("POST", true, 200)]
    [InlineData("GET", false, 200)]
    public async Task A_cookie_alone_changes_nothing(string method, bool header, int status)
    {
        await using var server = await StartAsync(app => app.MapApi("x", "X", Roles.Reader).MapMethods("/", ["GET", "POST", "DELETE"], () => "x"));
        using var client = server.Client();
        client.DefaultRequestHeaders.Add("X-Test-Cookie", "1");
        if (header)
        {
            client.DefaultRequestHeaders.Add("X-Talentys-Request", "1");
        }

        Assert.Equal(status, (int)(await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/api/v1/x"))).StatusCode);
    }

    [Fact]
    public async Task Answers_good_and_bad_carry_the_security_headers()
    {
        await using var server = await StartAsync(app => app.MapApi("x", "X", Roles.Reader).MapGet("/", IResult () => throw new InvalidOperationException()));
        using var client = server.Client();

        foreach (var path in new[] { "/api/v1/about", "/api/v1/x", "/api/v1/none" })
        {
            var headers = (await client.GetAsync(path)).Headers;
            Assert.Equal("nosniff", headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("DENY", headers.GetValues("X-Frame-Options").Single());
            Assert.Contains("default-src 'none'", headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.True(headers.CacheControl?.NoStore);
            Assert.False(headers.Contains("Server"));
        }
    }
}
