using System.Collections.Concurrent;
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
using Talentys.Gateway;
using Talentys.Gateway.Public;
using Talentys.Identity;
using Talentys.Identity.Public;
using Talentys.Kernel;
using Talentys.Lake;
using Talentys.Lake.Public;
using Talentys.Projects;
using Talentys.Query;
using Talentys.Query.Public;
using Talentys.Storage;
using Talentys.TestSupport;
using Talentys.Web;

using WireClient = Talentys.Gateway.Tests.WireClient;

namespace Talentys.Governance.Tests;

/// <summary>A real server with policies, lake and query path; who asks is told by a header: name and roles.</summary>
public sealed class PolicyServer : IAsyncDisposable
{
    public static readonly Scope Scope = new("default", "dev");

    private const string Password = "a lamp in the hall";

    private readonly TempFolder folder = new();
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, HttpClient> clients = new(StringComparer.Ordinal);

    private PolicyServer(bool wire)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(folder.Folders);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddPlatformWeb();
        builder.Services.AddTestStorage();
        builder.Services.AddSingleton<IRuns, NoRuns>();
        if (wire)
        {
            IdentityModule.Add(builder.Services, builder.Configuration);
            builder.Services.PostConfigure<GatewayOptions>(options => options.Postgres.Url = "127.0.0.1:0");
            GatewayModule.Add(builder.Services, builder.Configuration);
        }

        // a session's cookie where no header says who asks
        builder.Services.AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, HeaderAuthentication>(
            "test", options => options.ForwardDefaultSelector = context => wire && !context.Request.Headers.ContainsKey("X-Test") ? "talentys" : null);
        builder.Services.PostConfigure<QueryOptions>(options => options.MemoryBytes = 512L << 20);
        GovernanceModule.Add(builder.Services, builder.Configuration);
        ProjectsModule.Add(builder.Services, builder.Configuration);
        LakeModule.Add(builder.Services, builder.Configuration);
        QueryModule.Add(builder.Services, builder.Configuration);
        app = builder.Build();
        app.UsePlatformWeb();
        if (wire)
        {
            IdentityModule.Map(app);
        }

        GovernanceModule.Map(app);
        ProjectsModule.Map(app);
        LakeModule.Map(app);
        QueryModule.Map(app);
    }

    public IServiceProvider Services => app.Services;

    /// <summary>Starts one.</summary>
    /// <param name="users">Who signs in over PostgreSQL's wire too, with a role each.</param>
    public static async Task<PolicyServer> StartAsync(params (string Name, string Role)[] users)
    {
        var server = new PolicyServer(users.Length > 0);
        await server.Services.GetRequiredService<StorageStart>().EnsureAsync(CancellationToken.None);
        if (users.Length > 0)
        {
            await server.Services.GetRequiredService<FirstStart>().EnsureAsync(CancellationToken.None);
        }

        await server.app.StartAsync();
        foreach (var (name, role) in users)
        {
            await server.AddUserAsync(name, role);
        }

        return server;
    }

    /// <summary>A connection of the user over PostgreSQL's wire.</summary>
    internal Task<WireClient> ConnectAsync(string user) => WireClient.SignInAsync(
        Services.GetRequiredService<PostgresAddress>().Current!, user, Password, [("database", Scope.Environment)]);

    public static Principal PrincipalOf(string header)
    {
        var words = header.Split(' ');
        return new Principal(words[0], PrincipalKind.User, words[0], Scope.Organisation,
            words.Length == 1 ? Roles.Including(Roles.Reader) : Roles.Including(words[1]), Principal.EmptySet, Principal.EmptyAttributes);
    }

    /// <summary>Writes a file of the project.</summary>
    public void Write(string path, string text) => folder.Write(path, text);

    public void Delete(string path) => File.Delete(folder[path]);

    /// <summary>The client of a user: <c>ann</c>, or <c>ada administrator</c>.</summary>
    public HttpClient Client(string who)
    {
        return clients.GetOrAdd(who, name =>
        {
            var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()), Timeout = TimeSpan.FromMinutes(3) };
            client.DefaultRequestHeaders.Add("X-Test", name);
            client.DefaultRequestHeaders.Add("X-Talentys-Environment", Scope.Environment);
            return client;
        });
    }

    /// <summary>Makes a table of a SELECT, or a new version of one.</summary>
    public async Task MakeAsync(string table, string select, WriteMode mode = WriteMode.Replace)
    {
        using var instance = DuckInstance.Open(new DuckOptions { MemoryBytes = EngineBudget.Least });
        using var connection = instance.Connect();
        await using var write = await Services.GetRequiredService<ILake>().BeginAsync(Scope, TableName.Parse(table), mode, CancellationToken.None);
        await write.WriteAsync(connection, select, null, CancellationToken.None);
        await write.CommitAsync(Ids.New(), new Dictionary<string, string>(), CancellationToken.None);
    }

    public async Task RenameColumnAsync(string table, string column, string name) => await Services.GetRequiredService<ILake>().AlterAsync(
        Scope, TableName.Parse(table), new TableAlteration { Columns = [new ColumnChange.Rename(column, name)] }, CancellationToken.None);

    /// <summary>The rows of a statement as JSON, or the code of its fault.</summary>
    public async Task<string> AskAsync(string who, string sql, string? view = null)
    {
        using var response = await Client(who).PostAsJsonAsync("/api/v1/query", new QueryRequest(sql, As: view));
        var text = await response.Content.ReadAsStringAsync();
        using var json = JsonDocument.Parse(text);
        return response.IsSuccessStatusCode ? json.RootElement.GetProperty("rows").GetRawText() : CodeOf(json.RootElement);
    }

    public async Task<string> GetAsync(string who, string path)
    {
        using var response = await Client(who).GetAsync(path);
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
    }

    public static string CodeOf(JsonElement problem) => JsonSerializer.Deserialize<Problem>(problem.GetRawText(), JsonSerializerOptions.Web)!.Code;

    private async Task AddUserAsync(string name, string role)
    {
        using var created = await Client("root administrator").PostAsJsonAsync("/api/v1/users", new CreateUser(name, role));
        var once = (await created.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<CreatedUser>())!.Password;
        using var own = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        own.DefaultRequestHeaders.Add("X-Talentys-Request", "1");
        using var signed = await own.PostAsJsonAsync("/api/v1/session", new SignIn(name, once));
        using var changed = await own.PutAsJsonAsync("/api/v1/me/password", new ChangePassword(once, Password));
        Assert.True(changed.IsSuccessStatusCode, await changed.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients.Values)
        {
            client.Dispose();
        }

        await app.StopAsync();
        await app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Dispose();
    }

    private sealed class HeaderAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var identity = new PrincipalIdentity(PrincipalOf(Request.Headers["X-Test"].ToString()), "test");
            var ticket = new AuthenticationTicket(new System.Security.Claims.ClaimsPrincipal(identity), "test");
            return Task.FromResult(AuthenticateResult.Success(ticket));
        }
    }
}
