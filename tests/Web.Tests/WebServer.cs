using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
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
        RoleAuthentication.Add(builder.Services);
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
}
