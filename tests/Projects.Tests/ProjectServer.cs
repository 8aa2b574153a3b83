using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Talentys.Kernel;
using Talentys.TestSupport;
using Talentys.Web;

namespace Talentys.Projects.Tests;

/// <summary>A real server on 127.0.0.1 with the module over an empty folder; it believes the role that a request names.</summary>
internal sealed class ProjectServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private ProjectServer(Action<WebOptions>? web)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(Logs);
        builder.Services.AddPlatformWeb(web);
        RoleAuthentication.Add(builder.Services);
        builder.Services.AddSingleton(Folder.Folders);
        builder.Services.AddSingleton<IResourceKind, SourceLikeKind>();
        ProjectsModule.Add(builder.Services, builder.Configuration);
        app = builder.Build();
        app.UsePlatformWeb();
        ProjectsModule.Map(app);
    }

    internal TempFolder Folder { get; } = new();

    internal TestLogs Logs { get; } = new();

    internal static async Task<ProjectServer> StartAsync(Action<WebOptions>? web = null)
    {
        var server = new ProjectServer(web);
        await server.app.StartAsync();
        return server;
    }

    internal HttpClient Client(string? role = Roles.Reader, string? environment = null)
    {
        var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        client.DefaultRequestHeaders.Authorization = role is null ? null : new AuthenticationHeaderValue("Role", role);
        if (environment is not null)
        {
            client.DefaultRequestHeaders.Add(Caller.EnvironmentHeader, environment);
        }

        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Folder.Dispose();
    }
}
