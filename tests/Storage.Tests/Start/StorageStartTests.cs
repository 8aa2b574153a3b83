using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Talentys.Kernel;
using Talentys.Storage.Tests.Samples;
using Talentys.TestSupport;

namespace Talentys.Storage.Tests.Start;

public sealed class StorageStartTests
{
    private const string First = "20260101000000_First";
    private const string Second = "20260102000000_Second";

    [Fact]
    public async Task A_fresh_folder_gets_all_tables_and_no_copy()
    {
        using var folder = new TempFolder();
        var folders = folder.Folders;
        Directory.Delete(folders.State);
        await using var host = new StorageHost(folders);

        await host.Start.EnsureAsync(CancellationToken.None);

        await using var db = host.Db();
        Assert.Equal(0, await db.Set<NoteRow>().CountAsync());
        Assert.Empty(Directory.GetFiles(folders.State, "*.before-*"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folders.State));
        }
    }

    [Fact]
    public async Task A_postgres_database_is_migrated_once_when_several_nodes_start_together()
    {
        using var folder = new TempFolder();
        await using var database = await TestDatabase.EmptyAsync(StorageProvider.Postgres);
        var nodes = Enumerable.Range(0, 4).Select(_ => new StorageHost(folder.Folders, database.Options)).ToList();

        await Task.WhenAll(nodes.Select(node => node.Start.EnsureAsync(CancellationToken.None)));

        await using var db = nodes[0].Db();
        Assert.Equal([First, Second], await db.Database.GetAppliedMigrationsAsync());
        Assert.Single(nodes, node => node.Logs.Lines.Any(line => line.Contains("migrations applied", StringComparison.Ordinal)));
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task Several_processes_on_one_sqlite_file_migrate_it_once()
    {
        using var folder = new TempFolder();
        var nodes = Enumerable.Range(0, 4).Select(_ => new StorageHost(folder.Folders)).ToList();

        await Task.WhenAll(nodes.Select(node => node.Start.EnsureAsync(CancellationToken.None)));

        Assert.Single(nodes, node => node.Logs.Lines.Any(line => line.Contains("migrations applied", StringComparison.Ordinal)));
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task An_existing_database_is_copied_before_it_is_migrated_and_keeps_its_rows()
    {
        using var folder = new TempFolder();
        await MakeOldAsync(folder.Folders);
        await using var host = new StorageHost(folder.Folders);

        await host.Start.EnsureAsync(CancellationToken.None);

        await using var db = host.Db();
        Assert.Equal("kept", (await db.Set<NoteRow>().SingleAsync()).Id);
        await using var copy = new SqliteConnection($"Data Source={folder.Folders.MetadataFile}.before-{Second};Pooling=false");
        await copy.OpenAsync();
        await using var command = new SqliteCommand("select count(*) from pragma_table_info('test_notes') where name = 'At'", copy);
        Assert.Equal(0L, await command.ExecuteScalarAsync());
        command.CommandText = "select \"Id\" from test_notes";
        Assert.Equal("kept", await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task A_lock_left_by_a_killed_migration_does_not_stop_the_next_start()
    {
        using var folder = new TempFolder();
        await MakeOldAsync(folder.Folders);
        await ExecuteAsync(
            folder.Folders,
            "create table if not exists \"__EFMigrationsLock\" (\"Id\" integer primary key, \"Timestamp\" text not null); "
            + "insert or replace into \"__EFMigrationsLock\" values (1, '2026-01-01')");
        await using var host = new StorageHost(folder.Folders);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));

        await host.Start.EnsureAsync(patience.Token);

        await using var db = host.Db();
        Assert.Equal([First, Second], await db.Database.GetAppliedMigrationsAsync());
    }

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.Postgres)]
    public async Task A_database_of_a_newer_program_is_refused_untouched(StorageProvider provider)
    {
        using var folder = new TempFolder();
        await using var database = await TestDatabase.EmptyAsync(provider);
        await using (var newer = new StorageHost(folder.Folders, database.Options))
        {
            await newer.Start.EnsureAsync(CancellationToken.None);
            await using var db = newer.Db();
            await db.Database.ExecuteSqlRawAsync("insert into \"__EFMigrationsHistory\" values ('20990101000000_Later', '99')");
        }

        await using var host = new StorageHost(folder.Folders, database.Options);
        var fault = (await Assert.ThrowsAsync<FaultException>(() => host.Start.EnsureAsync(CancellationToken.None))).Fault;

        Assert.Equal("storage.newer", fault.Code);
        Assert.Contains("20990101000000_Later", fault.Message, StringComparison.Ordinal);
        Assert.NotNull(fault.Mend);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4096)]
    public async Task A_damaged_file_is_named_with_the_mend_and_left_as_it_is(int offset)
    {
        using var folder = new TempFolder();
        await MakeOldAsync(folder.Folders);
        var file = folder.Folders.MetadataFile;
        await using (var stream = File.OpenWrite(file))
        {
            stream.Position = offset;
            stream.Write(Enumerable.Repeat((byte)0xAB, 3000).ToArray());
        }

        var before = await File.ReadAllBytesAsync(file);
        await using var host = new StorageHost(folder.Folders);
        var fault = (await Assert.ThrowsAsync<FaultException>(() => host.Start.EnsureAsync(CancellationToken.None))).Fault;

        Assert.Equal(("storage.corrupt", file), (fault.Code, fault.Place));
        Assert.Contains("restore a copy", fault.Mend, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(file));
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_told_without_the_password()
    {
        using var folder = new TempFolder();
        var options = new StorageOptions
        {
            Provider = StorageProvider.Postgres,
            ConnectionString = "Host=127.0.0.1;Port=1;Username=u;Password=hush;Database=d;Timeout=2",
        };
        await using var host = new StorageHost(folder.Folders, options);
        var exception = await Assert.ThrowsAsync<FaultException>(() => host.Start.EnsureAsync(CancellationToken.None));

        Assert.Equal("storage.unreachable", exception.Fault.Code);
        Assert.DoesNotContain("hush", exception + options.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Postgres_without_a_connection_string_is_told()
    {
        using var folder = new TempFolder();
        var fault = Assert.Throws<FaultException>(() => StorageServices.ConnectionStringOf(
            new StorageOptions { Provider = StorageProvider.Postgres }, folder.Folders)).Fault;

        Assert.Equal("storage.no_connection", fault.Code);
    }

    private static async Task MakeOldAsync(PlatformFolders folders)
    {
        await using (var old = new StorageHost(folders))
        {
            await using var db = old.Db();
            await db.GetService<IMigrator>().MigrateAsync(First);
        }

        await ExecuteAsync(folders, "insert into test_notes values ('kept', '', ''); pragma wal_checkpoint(truncate)");
    }

    private static async Task ExecuteAsync(PlatformFolders folders, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={folders.MetadataFile};Pooling=false");
        await connection.OpenAsync();
        await using var command = new SqliteCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
