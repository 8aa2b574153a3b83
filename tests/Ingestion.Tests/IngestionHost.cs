using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Talentys.DuckDb.Public;
using Talentys.Ingestion.Loads;
using Talentys.Ingestion.Syncs;
using Talentys.Kernel;
using Talentys.Lake;
using Talentys.Lake.Public;
using Talentys.Storage;
using Talentys.TestSupport;

namespace Talentys.Ingestion.Tests;

/// <summary>The module on a project folder, a lake and a database of its own.</summary>
internal sealed class IngestionHost : IAsyncDisposable
{
    public static readonly Scope Scope = new("default", "dev");

    private readonly TempFolder folder = new();
    private readonly TestDatabase database;
    private readonly ServiceProvider services;
    private readonly TestResources resources = new();

    private IngestionHost(TestDatabase database, Action<IngestionOptions>? configure)
    {
        this.database = database;
        services = Services(folder.Folders, database, configure);
    }

    public ILake Lake => services.GetRequiredService<ILake>();

    public string Project => folder.Path;

    public string Cache => folder.Folders.Cache;

    public static async Task<IngestionHost> StartAsync(Action<IngestionOptions>? configure = null)
    {
        using var folder = new TempFolder();
        await using var bare = new ServiceCollection().AddLogging().AddSingleton(folder.Folders).AddSingleton(TimeProvider.System)
            .Also(collection => LakeModule.Add(collection, new ConfigurationBuilder().Build())).BuildServiceProvider();
        return new IngestionHost(await TestDatabase.SqliteAsync([.. bare.GetServices<IStorageMapping>()]), configure);
    }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public string Write(string file, string text) => folder.Write(file, text);

    public string Write(string file, byte[] bytes)
    {
        var path = folder.Write(file, "");
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>Declares a source; its content as JSON, which is YAML too.</summary>
    public void Declare(string name, string json) => resources.Documents.Add(TestResources.Document(name, json));

    public Task<TestRun> LoadAsync(params string[] paths) => RunAsync(LoadRun.KindName, new LoadArguments(paths, "main", "replace"));

    public Task<TestRun> AppendAsync(params string[] paths) => RunAsync(LoadRun.KindName, new LoadArguments(paths, "main", "append"));

    public Task<TestRun> SyncAsync(string source, string? runId = null) =>
        RunAsync(SyncRun.KindName, new SyncArguments([new SyncSource(source, null)]), runId);

    public async Task<LakeTable?> TableAsync(string table) =>
        await Lake.FindAsync(Scope, new TableName(table.Split('.')[0], table.Split('.')[1]), TableAt.Current, CancellationToken.None);

    public Task<IReadOnlyList<object?[]>> RejectsAsync(string table) =>
        RowsAsync($"_rejects.{table.Replace(".", "__", StringComparison.Ordinal)}", "select file, line, reason, raw from $t order by file, line");

    public async Task<IReadOnlyList<object?[]>> RowsAsync(string table, string sql)
    {
        var found = await TableAsync(table) ?? throw new InvalidOperationException($"There is no {table}.");
        using var connection = await Get<IngestionEngine>().ConnectAsync(CancellationToken.None);
        return await connection.RowsAsync(sql.Replace("$t", $"({found.SelectSql})", StringComparison.Ordinal), [], CancellationToken.None);
    }

    /// <summary>The rows as text: fields with commas, rows with semicolons.</summary>
    public async Task<string> TextAsync(string table, string sql = "select * from $t") =>
        string.Join("; ", (await RowsAsync(table, sql)).Select(row => string.Join(",", row.Select(Shown))));

    /// <summary>Names and types of the columns: <c>id BIGINT, name VARCHAR</c>.</summary>
    public async Task<string> ColumnsAsync(string table) =>
        string.Join(", ", (await TableAsync(table))!.Columns.Select(column => $"{column.Name} {column.SqlType}"));

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await database.DisposeAsync();
        folder.Dispose();
    }

    private async Task<TestRun> RunAsync<T>(string kind, T arguments, string? runId = null)
    {
        var run = new TestRun(runId ?? Ids.New(), Scope, JsonSerializer.SerializeToElement(arguments, JsonSerializerOptions.Web));
        try
        {
            await services.GetServices<IRunKind>().Single(one => one.Name == kind).ExecuteAsync(run, CancellationToken.None);
        }
        catch (FaultException failure)
        {
            run.Faults.AddRange(failure.Faults);
        }

        return run;
    }

    private ServiceProvider Services(PlatformFolders folders, TestDatabase metadata, Action<IngestionOptions>? configure)
    {
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton<IPlatformDbFactory>(metadata);
        collection.AddSingleton(TimeProvider.System);
        collection.AddSingleton(folders);
        collection.AddSingleton<IResources>(resources);
        LakeModule.Add(collection, new ConfigurationBuilder().Build());
        IngestionModule.Add(collection, new ConfigurationBuilder().Build());
        collection.Configure<IngestionOptions>(options =>
        {
            options.EngineMemoryBytes = EngineBudget.Least;
            configure?.Invoke(options);
        });
        return collection.BuildServiceProvider();
    }

    private static string Shown(object? value) => value switch
    {
        null => "null",
        object?[] items => $"[{string.Join(",", items.Select(Shown))}]",
        IReadOnlyDictionary<string, object?> fields => $"{{{string.Join(",", fields.Select(field => $"{field.Key}:{Shown(field.Value)}"))}}}",
        DateTime time => time.ToString(time.Kind == DateTimeKind.Utc ? "yyyy-MM-ddTHH:mm:ss.FFFFFFZ" : "yyyy-MM-ddTHH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}

/// <summary>Lets a change stand in a chain of calls.</summary>
internal static class Chains
{
    public static T Also<T>(this T value, Action<T> change)
    {
        change(value);
        return value;
    }
}
