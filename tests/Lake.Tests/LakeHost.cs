using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Lake.Tables;
using Talentys.Storage;
using Talentys.TestSupport;

namespace Talentys.Lake.Tests;

/// <summary>A lake on a folder and a database of its own, with an engine beside it.</summary>
internal sealed class LakeHost : IAsyncDisposable
{
    public static readonly Scope Scope = new("default", "dev");
    public static readonly TableName Orders = new("shop", "orders");
    public static readonly Dictionary<string, string> NoSummary = [];

    private readonly TempFolder folder = new();
    private readonly TestDatabase database;
    private readonly DuckInstance engine = DuckInstance.Open(new DuckOptions { MemoryBytes = EngineBudget.Least });
    private readonly ServiceProvider services;

    private LakeHost(
        TestDatabase database, Action<LakeOptions>? configure, string lakeBelow, Action<IServiceCollection>? more, Func<TestDatabase, IPlatformDbFactory>? through)
    {
        this.database = database;
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton(through?.Invoke(database) ?? database);
        collection.AddSingleton<TimeProvider>(Clock);
        collection.AddSingleton(new PlatformFolders(folder.Path, folder[lakeBelow]));
        LakeModule.Add(collection, new ConfigurationBuilder().Build());
        collection.Configure<LakeOptions>(options => configure?.Invoke(options));
        more?.Invoke(collection);
        services = collection.BuildServiceProvider();
        Connection = engine.Connect();
    }

    public TestClock Clock { get; } = new();

    public DuckConnection Connection { get; }

    public string Root => services.GetRequiredService<PlatformFolders>().Lake;

    public IcebergLake Lake => services.GetRequiredService<IcebergLake>();

    public static async Task<LakeHost> StartAsync(
        StorageProvider provider = StorageProvider.Sqlite, Action<LakeOptions>? configure = null, string lakeBelow = ".talentys", Action<IServiceCollection>? more = null,
        Func<TestDatabase, IPlatformDbFactory>? database = null) =>
        new(await TestDatabase.CreateAsync(provider, new LakeStorageMapping()), configure, lakeBelow, more, database);

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public DuckConnection Connect() => engine.Connect();

    /// <summary>Another process on the same lake: nothing shared but the files and the database.</summary>
    public ServiceProvider Another(Action<IServiceCollection>? more = null, Func<TestDatabase, IPlatformDbFactory>? through = null)
    {
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton(through?.Invoke(database) ?? database);
        collection.AddSingleton<TimeProvider>(Clock);
        collection.AddSingleton(services.GetRequiredService<PlatformFolders>());
        LakeModule.Add(collection, new ConfigurationBuilder().Build());
        more?.Invoke(collection);
        return collection.BuildServiceProvider();
    }

    public async Task<TableVersion> WriteAsync(TableName table, WriteMode mode, string select, string? commitId = null)
    {
        await using var write = await Lake.BeginAsync(Scope, table, mode, CancellationToken.None);
        await write.WriteAsync(Connection, select, null, CancellationToken.None);
        return await write.CommitAsync(commitId ?? Ids.New(), NoSummary, CancellationToken.None);
    }

    public Task<TableVersion> AppendAsync(string select) => WriteAsync(Orders, WriteMode.Append, select);

    public Task<TableVersion> ReplaceAsync(string select) => WriteAsync(Orders, WriteMode.Replace, select);

    public async Task<LakeTable> TableAsync(TableName? table = null, long? version = null) =>
        await Lake.FindAsync(Scope, table ?? Orders, TableAt.Of(version), CancellationToken.None) ?? throw new InvalidOperationException("The table is not there.");

    public Task<IReadOnlyList<object?[]>> RowsAsync(LakeTable table, string sql) =>
        Connection.RowsAsync(sql.Replace("$t", $"({table.SelectSql})", StringComparison.Ordinal), [], CancellationToken.None);

    public async Task<string> TextAsync(string sql, long? version = null)
    {
        var rows = await RowsAsync(await TableAsync(null, version), sql);
        return string.Join("; ", rows.Select(row => string.Join(",", row.Select(Shown))));
    }

    public async ValueTask DisposeAsync()
    {
        Connection.Dispose();
        engine.Dispose();
        await services.DisposeAsync();
        await database.DisposeAsync();
        folder.Dispose();
    }

    private static string Shown(object? value) => value switch
    {
        null => "null",
        object?[] items => $"[{string.Join(",", items.Select(Shown))}]",
        IReadOnlyDictionary<string, object?> fields => $"{{{string.Join(",", fields.Select(field => $"{field.Key}:{Shown(field.Value)}"))}}}",
        byte[] bytes => Convert.ToHexString(bytes),
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!,
    };
}
