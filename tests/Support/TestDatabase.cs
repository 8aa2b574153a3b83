using Microsoft.Data.Sqlite;
using Talentys.Storage;
using Talentys.Storage.Contexts;

namespace Talentys.TestSupport;

/// <summary>An empty database with the tables of the given mappings, dropped at the end.</summary>
public sealed class TestDatabase : IPlatformDbFactory, IAsyncDisposable
{
    private readonly TempFolder? folder;
    private readonly PlatformDbFactory factory;

    private TestDatabase(StorageOptions options, TempFolder? folder, IReadOnlyList<IStorageMapping> mappings)
    {
        Options = options;
        this.folder = folder;
        factory = PlatformDbFactory.For(options, mappings);
    }

    /// <summary>How to reach it: for services that make their own contexts.</summary>
    public StorageOptions Options { get; }

    /// <summary>A SQLite file of its own.</summary>
    public static Task<TestDatabase> SqliteAsync(params IReadOnlyList<IStorageMapping> mappings) =>
        CreateAsync(StorageProvider.Sqlite, mappings);

    /// <summary>A database of its own on a real PostgreSQL server, which all tests of the process share.</summary>
    public static Task<TestDatabase> PostgresAsync(params IReadOnlyList<IStorageMapping> mappings) =>
        CreateAsync(StorageProvider.Postgres, mappings);

    /// <summary>One or the other, for tests that run on both.</summary>
    public static async Task<TestDatabase> CreateAsync(StorageProvider provider, params IReadOnlyList<IStorageMapping> mappings)
    {
        var database = await EmptyAsync(provider, mappings);
        await using var db = database.Create();
        await db.Database.EnsureCreatedAsync();
        return database;
    }

    /// <summary>The same without any table, for tests of migrations.</summary>
    public static async Task<TestDatabase> EmptyAsync(StorageProvider provider, params IReadOnlyList<IStorageMapping> mappings)
    {
        if (provider == StorageProvider.Postgres)
        {
            var server = await PostgresServer.SharedAsync();
            var connection = await server.CreateDatabaseAsync();
            return new TestDatabase(new StorageOptions { Provider = provider, ConnectionString = connection }, null, mappings);
        }

        var folder = new TempFolder();
        var file = new SqliteConnectionStringBuilder { DataSource = folder["metadata.db"] }.ToString();
        return new TestDatabase(new StorageOptions { Provider = provider, ConnectionString = file }, folder, mappings);
    }

    /// <inheritdoc/>
    public PlatformDb Create() => factory.Create();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (folder is null)
        {
            await using var db = Create();
            await db.Database.EnsureDeletedAsync();
            return;
        }

        using (var pool = new SqliteConnection(Options.ConnectionString))
        {
            SqliteConnection.ClearPool(pool);
        }

        folder.Dispose();
    }
}
