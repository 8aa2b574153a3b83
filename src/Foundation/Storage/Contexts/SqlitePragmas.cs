using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace Talentys.Storage.Contexts;

/// <summary>
/// Settings of every SQLite connection. FULL: pointers of lake tables must outlive a power cut once committed. They last as
/// long as the native connection, which the provider's pool hands out again and again: one that has them is left alone.
/// </summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    internal static readonly SqlitePragmas Instance = new();

    // busy_timeout in ms; the write-ahead log is a property of the file and costs nothing when it is already on
    private const string Pragmas =
        "PRAGMA busy_timeout = 15000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;";

    private readonly ConditionalWeakTable<sqlite3, object> set = [];

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        if (IsSet(connection))
        {
            return;
        }

        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
        Remember(connection);
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (IsSet(connection))
        {
            return;
        }

        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
        Remember(connection);
    }

    private bool IsSet(DbConnection connection) =>
        ((SqliteConnection)connection).Handle is { } native && set.TryGetValue(native, out _);

    private void Remember(DbConnection connection)
    {
        if (((SqliteConnection)connection).Handle is { } native)
        {
            set.AddOrUpdate(native, this);
        }
    }
}
