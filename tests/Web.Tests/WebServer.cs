using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.TestSupport;

namespace Talentys.Web.Tests;

/// <summary>A real server on 127.0.0.1 that believes whoever says by header what role it has.</summary>
internal sealed class WebServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private WebServer(Action<WebApplication> map, Action<WebOptions>? configure)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(Logs);
        builder.Services.AddPlatformWeb(configure);
        builder.Services.AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, Believing>("test", null);
        app = builder.Build();
        app.UsePlatformWeb();
        map(app);
    }

    internal TestLogs Logs { get; } = new();

    internal Uri Address => new(app.Urls.First());

    internal static async Task<WebServer> StartAsync(Action<WebApplication> map, Action<WebOptions>? configure = null)
    {
        var server = new WebServer(map, configure);
        await server.app.StartAsync();
        return server;
    }

    internal HttpClient Client(string? role = Roles.Reader)
    {
        var client = new HttpClient { BaseAddress = Address };
        if (role is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Role", role);
        }

        return client;
    }

    internal static async Task<Problem> ProblemAsync(HttpResponseMessage response)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = (await response.Content.ReadFromJsonAsync<Problem>())!;
        Assert.Equal((int)response.StatusCode, problem.Status);
        Assert.Equal(response.Headers.GetValues("X-Request-Id").Single(), problem.RequestId);
        return problem;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private sealed class Believing(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var said = Request.Headers.Authorization.ToString();
            if (!said.StartsWith("Role ", StringComparison.Ordinal))
            {
                return Task.FromResult(AuthenticateResult.NoResult());
            }

            var principal = new Principal(
                "p1", PrincipalKind.User, "pat", "acme", Roles.Including(said[5..]), Principal.EmptySet, Principal.EmptyAttributes);
            var identity = new PrincipalIdentity(principal, Scheme.Name) { ByCookie = Request.Headers.ContainsKey("X-Test-Cookie") };
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name)));
        }
    }
}
