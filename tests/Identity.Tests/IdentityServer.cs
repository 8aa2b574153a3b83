using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Talentys.Contracts;
using Talentys.Identity.Public;
using Talentys.Kernel;
using Talentys.Storage;
using Talentys.TestSupport;
using Talentys.Web;

namespace Talentys.Identity.Tests;

/// <summary>A real server on 127.0.0.1 with storage, web and identity, after its first start.</summary>
internal sealed class IdentityServer : IAsyncDisposable
{
    private readonly TempFolder folder = new();
    private readonly WebApplication app;

    private IdentityServer(TestClock? clock, StorageOptions? storage)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.UseKestrelCore();
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(Logs);
        builder.Services.AddSingleton(folder.Folders);
        if (clock is not null)
        {
            builder.Services.AddSingleton<TimeProvider>(clock);
        }

        builder.Services.AddPlatformWeb();
        builder.Services.AddTestStorage(storage);
        IdentityModule.Add(builder.Services, builder.Configuration);
        app = builder.Build();
        app.UsePlatformWeb();
        IdentityModule.Map(app);
        app.MapApi("test-reader", "Test", Roles.Reader).MapGet("/", (Caller caller) => caller.Principal.Name);
        app.MapApi("test-engineer", "Test", Roles.Engineer).MapPost("/", (Caller caller) => caller.Principal.Name);
    }

    internal TestLogs Logs { get; } = new();

    internal FirstAdministrator Admin { get; private set; } = null!;

    internal PlatformFolders Folders => folder.Folders;

    internal IServiceProvider Services => app.Services;

    internal IEnumerable<RouteEndpoint> Endpoints => app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    internal static async Task<IdentityServer> StartAsync(TestClock? clock = null, StorageOptions? storage = null)
    {
        var server = new IdentityServer(clock, storage);
        await server.Services.GetRequiredService<StorageStart>().EnsureAsync(CancellationToken.None);
        server.Admin = (await server.Services.GetRequiredService<FirstStart>().EnsureAsync(CancellationToken.None))!;
        await server.app.StartAsync();
        return server;
    }

    /// <summary>A client without any sign-in; keeps cookies and sends the page's header.</summary>
    internal HttpClient Client(string? bearer = null, bool pageHeader = true)
    {
        var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        if (bearer is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        }

        if (pageHeader)
        {
            client.DefaultRequestHeaders.Add("X-Talentys-Request", "1");
        }

        return client;
    }

    /// <summary>The local operator's client.</summary>
    internal async Task<HttpClient> OperatorAsync() => Client(await File.ReadAllTextAsync(LocalToken.FileOf(Folders)));

    /// <summary>A user who signed in and has a password of their own.</summary>
    internal async Task<HttpClient> SignedInAsync(string name, string role)
    {
        using var local = await OperatorAsync();
        var made = await ReadAsync<CreatedUser>(await local.PostAsJsonAsync("/api/v1/users", new CreateUser(name, role)));
        return await SignedInAsync(name, made.Password, $"own-{Guid.NewGuid():n}");
    }

    internal async Task<HttpClient> SignedInAsync(string name, string oneTime, string own)
    {
        var client = Client();
        await ReadAsync<Me>(await client.PostAsJsonAsync("/api/v1/session", new SignIn(name, oneTime)));
        var changed = await client.PutAsJsonAsync("/api/v1/me/password", new ChangePassword(oneTime, own));
        Assert.Equal(System.Net.HttpStatusCode.NoContent, changed.StatusCode);
        return client;
    }

    internal static async Task<T> ReadAsync<T>(HttpResponseMessage response)
    {
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        return (await response.Content.ReadFromJsonAsync<T>())!;
    }

    internal static async Task<Problem> AssertProblemAsync(HttpResponseMessage response, int status, string code)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = (await response.Content.ReadFromJsonAsync<Problem>())!;
        Assert.Equal(code, problem.Code);
        return problem;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Dispose();
    }
}
