using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Talentys.Contracts;
using Talentys.DuckDb.Public;
using Talentys.Gateway.Public;
using Talentys.Identity;
using Talentys.Identity.Public;
using Talentys.Kernel;
using Talentys.Lake;
using Talentys.Lake.Public;
using Talentys.Query;
using Talentys.Query.Public;
using Talentys.Storage;
using Talentys.TestSupport;
using Talentys.Web;

namespace Talentys.Gateway.Tests;

/// <summary>A real server on free ports with users, the lake and the query path; one for all tests that do not change it.</summary>
public sealed class GatewayServer : IAsyncLifetime
{
    /// <summary>The administrator's own password.</summary>
    public const string Password = "a lamp in the hall";

    internal static readonly Scope Scope = new("default", "dev");

    private readonly TempFolder folder = new();
    private readonly WebApplication app;

    /// <summary>With the default settings.</summary>
    public GatewayServer()
        : this(null, null)
    {
    }

    internal GatewayServer(Action<PostgresOptions>? configure, TestClock? clock)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.UseKestrelCore();
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(Logs);
        builder.Services.AddSingleton(folder.Folders);
        builder.Services.AddSingleton<TimeProvider>(clock ?? TimeProvider.System);
        builder.Services.AddPlatformWeb();
        builder.Services.AddTestStorage();
        builder.Services.AddSingleton<IRuns, NoRuns>();
        builder.Services.PostConfigure<QueryOptions>(options => options.MemoryBytes = 512L << 20);
        builder.Services.PostConfigure<GatewayOptions>(options =>
        {
            options.Postgres.Url = "127.0.0.1:0";
            configure?.Invoke(options.Postgres);
        });
        IdentityModule.Add(builder.Services, builder.Configuration);
        LakeModule.Add(builder.Services, builder.Configuration);
        QueryModule.Add(builder.Services, builder.Configuration);
        GatewayModule.Add(builder.Services, builder.Configuration);
        app = builder.Build();
        app.UsePlatformWeb();
        IdentityModule.Map(app);
        LakeModule.Map(app);
        QueryModule.Map(app);
    }

    internal TestLogs Logs { get; } = new();

    internal IServiceProvider Services => app.Services;

    internal IPEndPoint Address => Services.GetRequiredService<PostgresAddress>().Current!;

    /// <summary>The administrator, over HTTP.</summary>
    internal HttpClient Http { get; private set; } = null!;

    /// <summary>An API key of a service account.</summary>
    internal string Key { get; private set; } = "";

    /// <summary>What Npgsql connects with.</summary>
    internal string ConnectionString => $"Host=127.0.0.1;Port={Address.Port};Username=admin;Password={Password};Database=dev;Pooling=false;Timeout=60;Command Timeout=120;SSL Mode=Disable";

    public async ValueTask InitializeAsync()
    {
        await Services.GetRequiredService<StorageStart>().EnsureAsync(CancellationToken.None);
        var first = (await Services.GetRequiredService<FirstStart>().EnsureAsync(CancellationToken.None))!;
        await app.StartAsync();
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        Http.DefaultRequestHeaders.Add("X-Talentys-Request", "1");
        await SucceedAsync(Http.PostAsJsonAsync("/api/v1/session", new SignIn(first.User, first.Password)));
        await SucceedAsync(Http.PutAsJsonAsync("/api/v1/me/password", new ChangePassword(first.Password, Password)));
        await SucceedAsync(Http.PostAsJsonAsync("/api/v1/session", new SignIn(first.User, Password)));

        using var operating = new HttpClient { BaseAddress = Http.BaseAddress };
        operating.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer", (await File.ReadAllTextAsync(Path.Combine(folder.Folders.State, "token"))).Trim());
        using var made = await SucceedAsync(operating.PostAsJsonAsync("/api/v1/keys", new CreateKey("program", Roles.Reader)));
        Key = (await made.Content.ReadFromJsonAsync<CreatedKey>())!.Key;
        await MakeAsync(new TableName("main", "orders"), "select i::bigint as id, 'name ' || i as name, (i * 1.25)::decimal(12,2) as price, i % 2 = 0 as even, date '2024-01-01' + i::int as day from range(10000) t(i)");
    }

    /// <summary>Makes a table of a SELECT.</summary>
    internal async Task MakeAsync(TableName table, string select)
    {
        using var instance = DuckInstance.Open(new DuckOptions { MemoryBytes = EngineBudget.Least });
        using var connection = instance.Connect();
        await using var write = await Services.GetRequiredService<ILake>().BeginAsync(Scope, table, WriteMode.Replace, CancellationToken.None);
        await write.WriteAsync(connection, select, null, CancellationToken.None);
        await write.CommitAsync(Ids.New(), new Dictionary<string, string>(), CancellationToken.None);
    }

    internal async Task<NpgsqlConnection> ConnectAsync(string more = "")
    {
        var connection = new NpgsqlConnection($"{ConnectionString};{more}");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    /// <summary>A connection that speaks the protocol by hand, signed in.</summary>
    internal Task<WireClient> OpenAsync(params (string Name, string Value)[] parameters) =>
        WireClient.SignInAsync(Address, "admin", Password, parameters.Length == 0 ? [("database", "dev")] : parameters);

    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Dispose();
    }

    /// <summary>The rows of a statement over HTTP, as text.</summary>
    internal async Task<string?[][]> QueryAsync(string sql)
    {
        using var response = await SucceedAsync(Http.PostAsJsonAsync("/api/v1/query", new QueryRequest(sql)));
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return [.. json.RootElement.GetProperty("rows").EnumerateArray().Select(
            row => row.EnumerateArray().Select(cell => cell.ValueKind == JsonValueKind.Null ? null : cell.ToString()).ToArray())];
    }

    internal static async Task<HttpResponseMessage> SucceedAsync(Task<HttpResponseMessage> request)
    {
        var response = await request;
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        return response;
    }
}
