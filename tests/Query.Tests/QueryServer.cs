using System.Net;
using System.Net.Http.Json;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Talentys.Contracts;
using Talentys.DuckDb.Public;
using Talentys.Governance;
using Talentys.Kernel;
using Talentys.Lake;
using Talentys.Lake.Public;
using Talentys.Projects;
using Talentys.Query.Public;
using Talentys.Storage;
using Talentys.TestSupport;
using Talentys.Web;

namespace Talentys.Query.Tests;

/// <summary>A real server on 127.0.0.1 with the lake and the query path; who asks is told by a header.</summary>
internal sealed class QueryServer : IAsyncDisposable
{
    public static readonly Scope Scope = new("default", "dev");

    private readonly TempFolder folder;
    private readonly bool ownsFolder;
    private readonly WebApplication app;

    private QueryServer(TempFolder folder, bool ownsFolder, Action<QueryOptions>? configure, TestClock? clock, bool policies)
    {
        this.folder = folder;
        this.ownsFolder = ownsFolder;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(folder.Folders);
        builder.Services.AddSingleton<TimeProvider>(clock ?? TimeProvider.System);
        builder.Services.AddPlatformWeb();
        builder.Services.AddTestStorage();
        builder.Services.AddSingleton<IRuns, NoRuns>();
        builder.Services.AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, HeaderAuthentication>("test", null);
        builder.Services.PostConfigure<QueryOptions>(options =>
        {
            options.MemoryBytes = 512L << 20;
            configure?.Invoke(options);
        });
        if (policies)
        {
            GovernanceModule.Add(builder.Services, builder.Configuration);
            ProjectsModule.Add(builder.Services, builder.Configuration);
        }

        LakeModule.Add(builder.Services, builder.Configuration);
        QueryModule.Add(builder.Services, builder.Configuration);
        app = builder.Build();
        app.UsePlatformWeb();
        LakeModule.Map(app);
        QueryModule.Map(app);
    }

    public string ResultFolder => Path.Combine(folder.Folders.Cache, "results");

    public IServiceProvider Services => app.Services;

    public HttpClient Ann { get; private set; } = null!;

    public static async Task<QueryServer> StartAsync(
        Action<QueryOptions>? configure = null, TempFolder? folder = null, TestClock? clock = null, bool policies = false)
    {
        var server = new QueryServer(folder ?? new TempFolder(), folder is null, configure, clock, policies);
        await server.Services.GetRequiredService<StorageStart>().EnsureAsync(CancellationToken.None);
        await server.app.StartAsync();
        server.Ann = server.Client("ann");
        return server;
    }

    public HttpClient Client(string name, params string[] roles)
    {
        var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()), Timeout = TimeSpan.FromMinutes(3) };
        client.DefaultRequestHeaders.Add("X-Test", $"{name} {string.Join(' ', roles.Length == 0 ? [Roles.Reader] : roles)}");
        client.DefaultRequestHeaders.Add("X-Talentys-Environment", Scope.Environment);
        return client;
    }

    /// <summary>Makes a table of a SELECT.</summary>
    public async Task MakeAsync(TableName table, string select)
    {
        using var instance = DuckInstance.Open(new DuckOptions { MemoryBytes = EngineBudget.Least });
        using var connection = instance.Connect();
        await using var write = await Services.GetRequiredService<ILake>().BeginAsync(Scope, table, WriteMode.Replace, CancellationToken.None);
        await write.WriteAsync(connection, select, null, CancellationToken.None);
        await write.CommitAsync(Ids.New(), new Dictionary<string, string>(), CancellationToken.None);
    }

    /// <summary>Writes a file of the project.</summary>
    public void Write(string path, string text) => folder.Write(path, text);

    /// <summary>Runs a statement and waits for its end.</summary>
    public async Task<ResultDto> RunAsync(string sql, long? limit = null, HttpClient? client = null)
    {
        var started = await (client ?? Ann).PostAsJsonAsync("/api/v1/results", new QueryRequest(sql, Limit: limit));
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        var result = (await started.Content.ReadFromJsonAsync<ResultDto>())!;
        for (var polls = 0; result.State == "running"; polls++)
        {
            Assert.True(polls < 10_000);
            result = await GetAsync<ResultDto>($"/api/v1/results/{result.Id}?waitMs=20000&knownRows={result.Rows}", client);
        }

        return result;
    }

    public async Task<T> GetAsync<T>(string path, HttpClient? client = null)
    {
        using var response = await (client ?? Ann).GetAsync(path);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        return (await response.Content.ReadFromJsonAsync<T>())!;
    }

    public Task<ResultWindow> RowsAsync(ResultDto result, string query) => GetAsync<ResultWindow>($"/api/v1/results/{result.Id}/rows?{query}");

    /// <summary>The rows of a statement through the other surface, as text.</summary>
    public async Task<string[][]> QueryAsync(string sql)
    {
        using var response = await Ann.PostAsJsonAsync("/api/v1/query", new QueryRequest(sql));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{sql}: {text}");
        using var json = JsonDocument.Parse(text);
        return [.. json.RootElement.GetProperty("rows").EnumerateArray().Select(
            row => row.EnumerateArray().Select(cell => cell.ValueKind == JsonValueKind.Null ? "null" : cell.ToString()).ToArray())];
    }

    public static async Task<Problem> ProblemAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{response.StatusCode}: {text}");
        return JsonSerializer.Deserialize<Problem>(text, JsonSerializerOptions.Web)!;
    }

    public async ValueTask DisposeAsync()
    {
        Ann.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (ownsFolder)
        {
            folder.Dispose();
        }
    }

    private sealed class HeaderAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var words = Request.Headers["X-Test"].ToString().Split(' ');
            var principal = new Principal(
                words[0], PrincipalKind.User, words[0], Scope.Organisation, words[1..].ToHashSet(), Principal.EmptySet, Principal.EmptyAttributes);
            var ticket = new AuthenticationTicket(new System.Security.Claims.ClaimsPrincipal(new PrincipalIdentity(principal, "test")), "test");
            return Task.FromResult(AuthenticateResult.Success(ticket));
        }
    }
}
