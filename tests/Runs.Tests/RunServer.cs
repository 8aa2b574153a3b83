using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Talentys.Kernel;
using Talentys.Storage;
using Talentys.TestSupport;
using Talentys.Web;

namespace Talentys.Runs.Tests;

/// <summary>A real server on 127.0.0.1 with the module in it; it believes the organisation and role that a client says.</summary>
internal sealed class RunServer : IAsyncDisposable
{
    private readonly TestDatabase database;
    private readonly WebApplication app;

    private RunServer(TestDatabase database, IRunKind kind)
    {
        this.database = database;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddPlatformWeb();
        builder.Services.AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, Believing>("test", null);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IPlatformDbFactory>(database);
        builder.Services.AddSingleton(kind);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMinutes(5)); // a stop that waits for anything is seen
        RunsModule.Add(builder.Services, builder.Configuration);
        app = builder.Build();
        app.UsePlatformWeb();
        RunsModule.Map(app);
    }

    public IRuns Runs => app.Services.GetRequiredService<IRuns>();

    public static async Task<RunServer> StartAsync(IRunKind kind)
    {
        var server = new RunServer(await TestDatabase.SqliteAsync(new Queue.RunsStorageMapping()), kind);
        await server.app.StartAsync();
        return server;
    }

    public HttpClient Client(string organisation = "default", string role = Roles.Reader)
    {
        var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(organisation, role);
        return client;
    }

    public Task StopAsync() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        await database.DisposeAsync();
    }

    private sealed class Believing(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            if (!AuthenticationHeaderValue.TryParse(Request.Headers.Authorization, out var said) || said.Parameter is null)
            {
                return Task.FromResult(AuthenticateResult.NoResult());
            }

            var principal = new Principal(
                "p1", PrincipalKind.User, "pat", said.Scheme, Roles.Including(said.Parameter), Principal.EmptySet, Principal.EmptyAttributes);
            return Task.FromResult(AuthenticateResult.Success(
                new AuthenticationTicket(new ClaimsPrincipal(new PrincipalIdentity(principal, Scheme.Name)), Scheme.Name)));
        }
    }
}
