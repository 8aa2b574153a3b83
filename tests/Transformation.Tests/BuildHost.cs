using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Lake;
using Talentys.Query;
using Talentys.Query.Public;
using Talentys.Storage;
using Talentys.TestSupport;
using Talentys.Transformation.Public;
using Talentys.Web;

namespace Talentys.Transformation.Tests;

/// <summary>A lake, the query path and the building of dbt projects in this process: no command line, no waiting for a program's start.</summary>
internal sealed class BuildHost : IAsyncDisposable
{
    private static readonly Scope Scope = new("acme", "dev");
    private static readonly Principal Ann = Principal.System(Scope.Organisation);

    private readonly TempFolder folder = new();
    private readonly PlatformFolders folders;
    private readonly RecordedRuns runs = new();
    private readonly WebApplication app;
    private HttpClient client = null!;

    private BuildHost(BuildHost? beside)
    {
        folders = beside is null ? folder.Folders : new PlatformFolders(folder.Path, beside.folders.State);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(folders);
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddPlatformWeb();
        builder.Services.AddTestStorage();
        builder.Services.AddSingleton<IRuns, NoRuns>();
        builder.Services.AddSingleton<IRunHistory>(runs);
        builder.Services.AddSingleton<IAccessPolicies>(Policies);
        builder.Services.PostConfigure<QueryOptions>(options => options.MemoryBytes = 512L << 20);
        builder.Services.PostConfigure<TransformationOptions>(options => options.TrustsProject = true);
        LakeModule.Add(builder.Services, builder.Configuration);
        QueryModule.Add(builder.Services, builder.Configuration);
        TransformationModule.Add(builder.Services, builder.Configuration);
        RoleAuthentication.Add(builder.Services);
        app = builder.Build();
        app.UsePlatformWeb();
        QueryModule.Map(app);
        TransformationModule.Map(app);
    }

    /// <summary>What time builds think it is; as it is until a test says otherwise.</summary>
    public MovingClock Clock { get; } = new();

    /// <summary>The tables that readers may not see; none until a test says otherwise.</summary>
    public HiddenTables Policies { get; } = new();

    /// <summary>The project's folder.</summary>
    public string Folder => folder.Path;

    /// <summary>Starts one; a second server with a folder of its own, on the lake of another, where that is given.</summary>
    public static async Task<BuildHost> StartAsync(BuildHost? beside = null)
    {
        var host = new BuildHost(beside);
        await host.app.Services.GetRequiredService<StorageStart>().EnsureAsync(CancellationToken.None);
        await host.app.StartAsync();
        host.client = new HttpClient { BaseAddress = new Uri(host.app.Urls.First()), Timeout = TimeSpan.FromMinutes(3) };
        host.client.DefaultRequestHeaders.Add("Authorization", $"Role {Roles.Administrator}");
        host.client.DefaultRequestHeaders.Add("X-Talentys-Environment", Scope.Environment);
        return host;
    }

    /// <summary>Makes the folder hold these files alone, beside the lake.</summary>
    public void Become(IEnumerable<(string File, string Text)> files)
    {
        foreach (var entry in Directory.EnumerateFileSystemEntries(Folder).Where(path => Path.GetFileName(path) != ".talentys").ToList())
        {
            if (Directory.Exists(entry))
            {
                Directory.Delete(entry, recursive: true);
            }
            else
            {
                File.Delete(entry);
            }
        }

        foreach (var (file, text) in files)
        {
            folder.Write(file, text);
        }
    }

    public void Write(string file, string text) => folder.Write(file, text);

    /// <summary>Runs a command of dbt; gives a line for each node with its status, then what was logged, and the faults.</summary>
    public async Task<string> RunAsync(BuildRequest request, string? environment = null)
    {
        var run = new Run(JsonSerializer.SerializeToElement(request, JsonSerializerOptions.Web), environment is null ? Scope : Scope with { Environment = environment });
        var results = Path.Combine(Folder, "target", "run_results.json");
        if (request.Command != "retry" && File.Exists(results))
        {
            File.Delete(results);
        }

        try
        {
            await app.Services.GetServices<IRunKind>().Single(kind => kind.Name == "build").ExecuteAsync(run, TestContext.Current.CancellationToken);
        }
        catch (FaultException failure)
        {
            run.Lines.AddRange(failure.Faults.Select(Told));
        }

        runs.Add(run.Recording.Ended(Clock.GetUtcNow()));
        if (File.Exists(results))
        {
            using var read = JsonDocument.Parse(await File.ReadAllTextAsync(results));
            run.Lines.InsertRange(0, read.RootElement.GetProperty("results").EnumerateArray()
                .Select(one => $"{one.GetProperty("status").GetString()} {one.GetProperty("unique_id").GetString()}: {one.GetProperty("message").GetString()}"));
        }

        return string.Join('\n', run.Lines);
    }

    /// <summary>The names of what a request selects, or the faults; only what is wrong, where it is only read.</summary>
    public string Listed(BuildRequest request, bool onlyFaults)
    {
        try
        {
            var order = new DbtOrder(Folder)
            {
                Vars = request.Vars,
                Target = request.Target,
                Profile = request.Profile,
                TrustsProject = true,
                Clock = Clock,
                StateFolder = request.State,
            };
            var project = DbtProject.Read(order, TestContext.Current.CancellationToken);
            var nodes = project.Select(request.Select ?? [], request.Exclude ?? [], request.IndirectSelection, request.Selector);
            var told = string.Join('\n', project.Warn(request.WarnError, request.WarnErrorOptions, nodes.Count == 0 && !onlyFaults));
            return onlyFaults ? told : string.Join('\n', nodes
                .Where(node => request.ResourceTypes?.Contains(node.ResourceType) != false && request.ExcludeResourceTypes?.Contains(node.ResourceType) != true)
                .Select(node => node.Source is null ? node.Name : $"{node.Source}.{node.Name}").Order(StringComparer.Ordinal));
        }
        catch (FaultException failure)
        {
            return string.Join('\n', failure.Faults.Select(Told));
        }
    }

    /// <summary>The SQL of a text or of nodes.</summary>
    public async Task<string> CompiledAsync(BuildRequest request)
    {
        using var response = await client.PostAsJsonAsync("/api/v1/builds/compiled", request);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? string.Join('\n', JsonSerializer.Deserialize<IReadOnlyList<CompiledNodeDto>>(text, JsonSerializerOptions.Web)!.Select(node => $"{node.Name}: {node.Sql}"))
            : Regex.Unescape(text);
    }

    /// <summary>What an address answers to somebody of a role; its body where that is a fault.</summary>
    public async Task<(T? Answer, string Text)> GetAsync<T>(string path, string role = Roles.Administrator)
        where T : class
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Authorization", $"Role {role}");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (response.IsSuccessStatusCode ? JsonSerializer.Deserialize<T>(text, JsonSerializerOptions.Web) : null, text);
    }

    /// <summary>The events of an address.</summary>
    public async Task<Events> FollowAsync(string path)
    {
        var response = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {response.StatusCode}");
        return new Events(response, await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The rows of a statement, a line each, with bars between their values.</summary>
    public async Task<string> QueryAsync(string sql)
    {
        using var response = await client.PostAsJsonAsync("/api/v1/query", new QueryRequest(sql));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{sql}: {text}");
        using var json = JsonDocument.Parse(text);
        return string.Join('\n', json.RootElement.GetProperty("rows").EnumerateArray().Select(row => string.Join('|', row.EnumerateArray().Select(cell => cell.ValueKind switch
        {
            JsonValueKind.Null => "null",
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => cell.ToString(),
        }))));
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Dispose();
    }

    private static string Told(Fault fault) => $"{fault.Code} {fault.Place}: {fault.Message} {fault.Mend}";

    /// <summary>The machine's time, or one that was set.</summary>
    public sealed class MovingClock : TimeProvider
    {
        public DateTimeOffset? Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now ?? base.GetUtcNow();
    }

    /// <summary>Server-sent events as they come.</summary>
    public sealed class Events(HttpResponseMessage response, Stream body) : IAsyncDisposable
    {
        private readonly IAsyncEnumerator<System.Net.ServerSentEvents.SseItem<string>> items =
            System.Net.ServerSentEvents.SseParser.Create(body).EnumerateAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);

        /// <summary>The data of the next event of a type.</summary>
        public async Task<string> NextAsync(string type)
        {
            while (await items.MoveNextAsync())
            {
                if (items.Current.EventType == type)
                {
                    return items.Current.Data;
                }
            }

            throw new InvalidOperationException($"The events ended before one of the type {type}.");
        }

        public ValueTask DisposeAsync()
        {
            response.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Run(JsonElement arguments, Scope scope) : IRunContext, IStepContext
    {
        public List<string> Lines { get; } = [];

        public RecordedRuns.Recording Recording => field ??= new RecordedRuns.Recording(RunId, arguments);

        public string RunId { get; } = Guid.CreateVersion7().ToString();

        public Scope Scope => scope;

        public Principal Principal => Ann;

        public JsonElement Arguments => arguments;

        public int Attempt => 1;

        public async Task<StepOutcome> StepAsync(string name, Func<IStepContext, CancellationToken, Task<StepOutcome>> work, CancellationToken cancellationToken)
        {
            StepOutcome outcome;
            var started = TimeProvider.System.GetUtcNow();
            try
            {
                outcome = await work(this, cancellationToken);
            }
            catch (FaultException failure)
            {
                outcome = new StepOutcome(failure.Message, new Dictionary<string, double>(), failure.Fault);
            }

            Recording.Step(name, outcome, started, TimeProvider.System.GetUtcNow());
            Log(RunLogLevel.Info, outcome.Fault is { } fault ? Told(fault) : outcome.Summary);
            return outcome;
        }

        public void Log(RunLogLevel level, string message)
        {
            lock (Lines)
            {
                Lines.Add(message);
            }
        }

        public void Progress(long done, long? total, string unit)
        {
        }
    }
}
