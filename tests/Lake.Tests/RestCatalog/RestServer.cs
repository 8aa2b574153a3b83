using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Storage;
using Talentys.TestSupport;
using Talentys.Web;

namespace Talentys.Lake.Tests.RestCatalog;

/// <summary>A real server on 127.0.0.1 with the lake; clients say in a header who they are.</summary>
internal sealed class RestServer : IAsyncDisposable
{
    public static readonly Scope Scope = new("acme", "dev");

    private readonly TempFolder folder = new();
    private readonly DuckInstance engine = DuckInstance.Open(new DuckOptions { MemoryBytes = EngineBudget.Least });
    private readonly WebApplication app;

    private RestServer(Action<IServiceCollection>? configure)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(Logs);
        builder.Services.AddSingleton(folder.Folders);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddPlatformWeb();
        builder.Services.AddTestStorage();
        RoleAuthentication.Add(builder.Services);
        configure?.Invoke(builder.Services);
        LakeModule.Add(builder.Services, builder.Configuration);
        builder.Services.AddSingleton<IRuns, NoRuns>();
        app = builder.Build();
        app.UsePlatformWeb();
        LakeModule.Map(app);
        Connection = engine.Connect();
    }

    public TestLogs Logs { get; } = new();

    public DuckConnection Connection { get; }

    public HttpClient Engineer { get; private set; } = null!;

    public HttpClient Reader { get; private set; } = null!;

    public ILake Lake => app.Services.GetRequiredService<ILake>();

    public IEnumerable<RouteEndpoint> Routes => app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    public string LakeFolder => folder.Folders.Lake;

    public static async Task<RestServer> StartAsync(Action<IServiceCollection>? configure = null)
    {
        var server = new RestServer(configure);
        await server.app.Services.GetRequiredService<StorageStart>().EnsureAsync(CancellationToken.None);
        await server.app.StartAsync();
        server.Engineer = server.Client("engineer");
        server.Reader = server.Client("reader");
        return server;
    }

    public HttpClient Client(string? role)
    {
        var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()), Timeout = TimeSpan.FromMinutes(3) };
        if (role is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Role", role);
        }

        return client;
    }

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    /// <summary>Sends a request below <c>/iceberg/v1</c> as the engineer.</summary>
    public Task<JsonObject> SendAsync(HttpMethod method, string path, string? body = null, HttpStatusCode expected = HttpStatusCode.OK) =>
        SendAsync(Engineer, method, path, body, expected);

    public static async Task<JsonObject> SendAsync(
        HttpClient client, HttpMethod method, string path, string? body = null, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var response = await RawAsync(client, method, path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == expected, $"{method} {path}: {response.StatusCode} {text}");
        return text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject();
    }

    public static Task<HttpResponseMessage> RawAsync(HttpClient client, HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, $"/iceberg/v1/{path}");
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return client.SendAsync(request);
    }

    /// <summary>Asks for something that is refused, and checks the shape of the refusal.</summary>
    /// <returns>Its message.</returns>
    public Task<string> RefusedAsync(HttpMethod method, string path, int status, string type, string? body = null) =>
        RefusedAsync(Engineer, method, path, status, type, body);

    public static async Task<string> RefusedAsync(HttpClient client, HttpMethod method, string path, int status, string type, string? body = null)
    {
        using var response = await RawAsync(client, method, path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{method} {path}: {response.StatusCode} {text}");
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        var error = JsonNode.Parse(text)!.AsObject()["error"]!.AsObject();
        Assert.Equal((status, type), ((int)error["code"]!, (string)error["type"]!));
        var message = (string)error["message"]!;
        Assert.NotEmpty(message);
        Assert.DoesNotContain("Talentys.", message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", message, StringComparison.Ordinal);
        return message;
    }

    /// <summary>Makes a table with rows the way the platform does.</summary>
    public async Task WriteAsync(TableName table, string select, Scope? scope = null)
    {
        await using var write = await Lake.BeginAsync(scope ?? Scope, table, WriteMode.Append, CancellationToken.None);
        await write.WriteAsync(Connection, select, null, CancellationToken.None);
        await write.CommitAsync(Ids.New(), new Dictionary<string, string>(), CancellationToken.None);
    }

    /// <summary>Rows as our own reader sees them, in the form <c>1,a; 2,b</c>.</summary>
    public async Task<string> RowsAsync(TableName table, string sql)
    {
        var found = await Lake.FindAsync(Scope, table, TableAt.Current, CancellationToken.None) ?? throw new InvalidOperationException("The table is not there.");
        var rows = await Connection.RowsAsync(sql.Replace("$t", $"({found.SelectSql})", StringComparison.Ordinal), [], CancellationToken.None);
        return string.Join("; ", rows.Select(row => string.Join(",", row.Select(cell => cell ?? "null"))));
    }

    /// <summary>Makes the schema <c>shop</c> with the table <c>orders</c> of id and name.</summary>
    public async Task<JsonObject> OrdersAsync(string more = "")
    {
        await SendAsync(HttpMethod.Post, "namespaces", """{"namespace": ["shop"]}""");
        return await SendAsync(HttpMethod.Post, "namespaces/shop/tables", $$"""{"name": "orders", "schema": {{OrdersSchema}}{{more}}}""");
    }

    public const string OrdersSchema =
        """{"type": "struct", "fields": [{"id": 1, "name": "id", "type": "long", "required": false}, {"id": 2, "name": "name", "type": "string", "required": false}]}""";

    public async ValueTask DisposeAsync()
    {
        Engineer.Dispose();
        Reader.Dispose();
        Connection.Dispose();
        engine.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Dispose();
    }
}
