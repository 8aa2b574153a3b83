using Microsoft.Data.Sqlite;
using Talentys.Kernel;

namespace Talentys.Storage;

/// <summary>Locks by a file beside the database, checks it and copies it.</summary>
internal sealed class SqliteGuard(string connectionString, TimeProvider clock) : IStartGuard
{
    private const string LockTable = "__EFMigrationsLock";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string file = Path.GetFullPath(new SqliteConnectionStringBuilder(connectionString).DataSource);

    public string Place => file;

    public async Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken)
    {
        MakeFolder();
        var until = clock.GetUtcNow() + Patience;
        while (true)
        {
            try
            {
                return new FileStream(file + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (UnauthorizedAccessException exception)
            {
                throw NotWritable(exception);
            }
            catch (IOException exception) when (clock.GetUtcNow() > until)
            {
                throw new FaultException(new Fault(
                    FaultKind.Unavailable, "storage.locked", "Another process is preparing the metadata and does not finish.", file,
                    "End the other `talentys` process, then start again."), exception);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), clock, cancellationToken);
            }
        }
    }

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new SqliteConnection(connectionString);
            await connection.OpenAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA quick_check(1)";
            if (await command.ExecuteScalarAsync(cancellationToken) is not "ok")
            {
                throw Corrupt(null);
            }

            // EF Core leaves this table when it is killed while migrating and would then wait for ever; ours is the lock that counts
            command.CommandText = $"DROP TABLE IF EXISTS \"{LockTable}\"";
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (SqliteException exception)
        {
            throw exception.SqliteErrorCode switch
            {
                SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB => Corrupt(exception),
                SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_CANTOPEN or SQLitePCL.raw.SQLITE_PERM => NotWritable(exception),
                SQLitePCL.raw.SQLITE_FULL or SQLitePCL.raw.SQLITE_IOERR => new FaultException(Fault.Failed(
                    "storage.full", "The metadata cannot be written: the disk is full or failing.", file, "Make room, then start again."), exception),
                _ => exception,
            };
        }
    }

    public async Task<string?> CopyAsync(string migration, CancellationToken cancellationToken)
    {
        var copy = $"{file}.before-{migration}";
        var unfinished = copy + ".new";
        File.Delete(unfinished);
        await using (var from = new SqliteConnection(connectionString))
        await using (var to = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = unfinished, Pooling = false }.ToString()))
        {
            await from.OpenAsync(cancellationToken);
            from.BackupDatabase(to);
        }

        File.Move(unfinished, copy, overwrite: true);
        return copy;
    }

    private void MakeFolder()
    {
        var folder = Path.GetDirectoryName(file)!;
        try
        {
            if (!Directory.Exists(folder))
            {
                PrivateFiles.MakeFolder(folder);
            }
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw NotWritable(exception);
        }
    }

    private FaultException Corrupt(Exception? cause) => new(Fault.Failed(
        "storage.corrupt", "The metadata file is damaged, or is no metadata file.", file,
        $"Move it away and restore a copy of it (see `{Path.GetFileName(file)}.before-*` beside it or your backup)."), cause);

    private FaultException NotWritable(Exception cause) => new(Fault.Failed(
        "storage.not_writable", "The metadata file cannot be written.", file, "Give this account the right to write in that folder."), cause);
}
