using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Talentys.Kernel;
using Talentys.TestSupport;
using Talentys.Web;

namespace Talentys.Operations.Tests;

/// <summary>A real server on 127.0.0.1 with the module and checks of a test; it believes the role that a request names.</summary>
internal sealed class OperationsServer : IAsyncDisposable
{
    private readonly TempFolder folder = new();
    private readonly WebApplication app;

    private OperationsServer(TestClock clock, TimeSpan limit, IEnumerable<IHealthProbe> probes)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddPlatformWeb();
        RoleAuthentication.Add(builder.Services);
        builder.Services.AddSingleton(folder.Folders);
        foreach (var probe in probes)
        {
            builder.Services.AddSingleton(probe);
        }

        OperationsModule.Add(builder.Services, builder.Configuration);
        builder.Services.Configure<OperationsOptions>(options => options.ProbeTimeout = limit);
        app = builder.Build();
        app.UsePlatformWeb();
        OperationsModule.Map(app);

        // requests that take as long as they are told, by the clock of the test
        var test = app.MapApi("test", "Test", Roles.Administrator);
        test.MapGet("/takes/{ms}", (int ms) => clock.Advance(TimeSpan.FromMilliseconds(ms)));
        test.MapGet("/breaks", void () => throw new InvalidOperationException("planted"));
        test.MapGet("/feed", (HttpContext context) =>
        {
            context.Response.ContentType = "text/event-stream";
            clock.Advance(TimeSpan.FromSeconds(20));
            return context.Response.WriteAsync("data: 1\n\n");
        });
    }

    internal static async Task<OperationsServer> StartAsync(TestClock clock, TimeSpan limit, params IEnumerable<IHealthProbe> probes)
    {
        var server = new OperationsServer(clock, limit, probes);
        await server.app.StartAsync();
        return server;
    }

    internal HttpClient Client(string? role = Roles.Administrator)
    {
        var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        client.DefaultRequestHeaders.Authorization = role is null ? null : new AuthenticationHeaderValue("Role", role);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        folder.Dispose();
    }
}
