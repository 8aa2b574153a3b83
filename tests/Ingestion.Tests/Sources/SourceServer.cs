using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Talentys.Contracts;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake;
using Talentys.Projects;
using Talentys.Runs;
using Talentys.Storage;
using Talentys.TestSupport;
using Talentys.Web;

namespace Talentys.Ingestion.Tests.Sources;

/// <summary>A real server on 127.0.0.1 with projects, runs, lake and ingestion; it believes the role that a client says.</summary>
internal sealed class SourceServer : IAsyncDisposable
{
    private readonly TestDatabase database;
    private readonly WebApplication app;

    private SourceServer(TempFolder folder, TestDatabase database)
    {
        Folder = folder;
        this.database = database;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        Add(builder.Services, builder.Configuration, folder);
        builder.Services.AddPlatformWeb();
        RoleAuthentication.Add(builder.Services);
        builder.Services.AddSingleton<IPlatformDbFactory>(database);
        builder.Services.Configure<IngestionOptions>(options => options.EngineMemoryBytes = EngineBudget.Least);
        app = builder.Build();
        app.UsePlatformWeb();
        ProjectsModule.Map(app);
        RunsModule.Map(app);
        IngestionModule.Map(app);
    }

    public TempFolder Folder { get; }

    public HttpClient Engineer { get; private set; } = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<SourceServer> StartAsync()
    {
        var folder = new TempFolder();
        await using var bare = Bare(folder);
        var server = new SourceServer(folder, await TestDatabase.SqliteAsync([.. bare.GetServices<IStorageMapping>()]));
        await server.app.StartAsync(Token);
        server.Engineer.Dispose();
        server.Engineer = server.Client(Roles.Engineer);
        return server;
    }

    public HttpClient Client(string role)
    {
        var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Role", role);
        return client;
    }

    public async Task<T> GetAsync<T>(string path) => (await Engineer.GetFromJsonAsync<T>(path, Token))!;

    public Task<HttpResponseMessage> PostAsync(string path, string json) =>
        Engineer.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"), Token);

    /// <summary>Syncs sources and streams, and waits for the end.</summary>
    public async Task<RunDto> SyncAsync(params string[] sources)
    {
        using var answer = await Engineer.PostAsJsonAsync("/api/v1/syncs", new SyncRequest(sources), Token);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Token));
        var started = (await answer.Content.ReadFromJsonAsync<StartedRunDto>(Token))!;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(120));
        while (true)
        {
            var run = await GetAsync<RunDto>($"/api/v1/runs/{started.RunId}");
            if (run.EndedAt is not null)
            {
                return run;
            }

            await Task.Delay(50, deadline.Token);
        }
    }

    public static async Task<Problem> ProblemAsync(HttpResponseMessage answer)
    {
        Assert.False(answer.IsSuccessStatusCode);
        return JsonSerializer.Deserialize<Problem>(await answer.Content.ReadAsStringAsync(Token), JsonSerializerOptions.Web)!;
    }

    public async ValueTask DisposeAsync()
    {
        Engineer.Dispose();
        await app.DisposeAsync();
        await database.DisposeAsync();
        Folder.Dispose();
    }

    private static ServiceProvider Bare(TempFolder folder)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        Add(services, new ConfigurationBuilder().Build(), folder);
        return services.BuildServiceProvider();
    }

    private static void Add(IServiceCollection services, IConfiguration configuration, TempFolder folder)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(folder.Folders);
        ProjectsModule.Add(services, configuration);
        RunsModule.Add(services, configuration);
        LakeModule.Add(services, configuration);
        IngestionModule.Add(services, configuration);
    }
}
