using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Talentys.Lake.Tables;
using Talentys.Storage;
using Talentys.TestSupport;

namespace Talentys.Lake.Tests.Stores;

/// <summary>A metadata database that fails where the pointer of a table is swapped: before it, after it, or for good.</summary>
internal sealed class FailingDatabase : DbCommandInterceptor, IPlatformDbFactory
{
    private static readonly IStorageMapping[] Mappings = [new LakeStorageMapping()];
    private readonly DbContextOptions<SqlitePlatformDb> options;
    private Failure kind;
    private Action? crash;
    private bool dead;

    public FailingDatabase(TestDatabase database) => options = new DbContextOptionsBuilder<SqlitePlatformDb>()
        .UseSqlite(database.Options.ConnectionString).AddInterceptors(this).Options;

    /// <summary>How the next swap fails.</summary>
    public enum Failure
    {
        /// <summary>It does not.</summary>
        None,

        /// <summary>Nothing is done, and why is not told.</summary>
        Before,

        /// <summary>It is done, but the answer is lost.</summary>
        After,

        /// <summary>Nothing is done, and no call works any more.</summary>
        CrashBefore,

        /// <summary>It is done, and no call works any more.</summary>
        CrashAfter,

        /// <summary>Nothing is done, for the disk is full.</summary>
        Full,
    }

    /// <summary>Whether the failure came.</summary>
    public bool Failed { get; private set; }

    /// <summary>Works again, until the next swap.</summary>
    /// <param name="failure">How that fails.</param>
    /// <param name="crashes">What else does not work any more after a crash.</param>
    public void FailSwap(Failure failure, Action? crashes = null) => (kind, crash, Failed, dead) = (failure, crashes, false, false);

    public PlatformDb Create() => new SqlitePlatformDb(options, Mappings);

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Check();
        if (IsSwap(command) && kind is Failure.Before or Failure.CrashBefore or Failure.Full)
        {
            Fail(kind == Failure.CrashBefore, kind == Failure.Full ? 13 : 10);
        }

        return base.NonQueryExecutingAsync(command, eventData, result, cancellationToken);
    }

    public override ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        if (IsSwap(command) && kind is Failure.After or Failure.CrashAfter)
        {
            Fail(kind == Failure.CrashAfter, 10);
        }

        return base.NonQueryExecutedAsync(command, eventData, result, cancellationToken);
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Check();
        return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
    }

    private static bool IsSwap(DbCommand command) => command.CommandText.StartsWith("UPDATE \"lake_tables\"", StringComparison.Ordinal);

    private void Check()
    {
        if (dead)
        {
            throw new SqliteException("disk I/O error", 10);
        }
    }

    private void Fail(bool forGood, int code)
    {
        (kind, Failed, dead) = (Failure.None, true, forGood);
        if (forGood)
        {
            crash?.Invoke();
        }

        throw new SqliteException(code == 13 ? "database or disk is full" : "disk I/O error", code);
    }
}
