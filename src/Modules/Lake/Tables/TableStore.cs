using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Talentys.Kernel;
using Talentys.Storage;

namespace Talentys.Lake.Tables;

/// <summary>Rows of tables: found by folded name, swapped by version.</summary>
internal sealed class TableStore(IPlatformDbFactory databases, TablePlaces places, TimeProvider clock) : IDisposable
{
    /// <summary>Contexts that wait for the next look.</summary>
    private const int MostIdle = 8;

    // opening a database takes longer than the look: these only read, and track nothing that they could carry over
    private readonly ConcurrentBag<PlatformDb> idle = [];
    private bool disposed;

    // compiled: every statement of every user asks this; not static, for it holds the model of its databases
    private readonly Func<PlatformDb, string, string, string, string, CancellationToken, Task<LakeTableRow?>> find = EF.CompileAsyncQuery(
        (PlatformDb db, string organisation, string environment, string schema, string table, CancellationToken cancellationToken) =>
            db.Set<LakeTableRow>().AsNoTracking().FirstOrDefault(row =>
                row.Organisation == organisation && row.Environment == environment && row.SchemaKey == schema && row.NameKey == table));

    /// <summary>The row of a name, reserved ones too.</summary>
    public async Task<LakeTableRow?> FindAsync(Scope scope, TableName name, CancellationToken cancellationToken)
    {
        PlatformDb? db = await ReaderAsync(cancellationToken);
        try
        {
            var row = await find(db, scope.Organisation, scope.Environment, Fold(name.Schema), Fold(name.Name), cancellationToken);
            if (!disposed && idle.Count < MostIdle)
            {
                idle.Add(db);
                db = null;
            }

            return row;
        }
        finally
        {
            if (db is not null)
            {
                await db.DisposeAsync(); // after a failure too: nothing of it is left for the next
            }
        }
    }

    /// <summary>Lets go of the database.</summary>
    public void Dispose()
    {
        disposed = true;
        while (idle.TryTake(out var db))
        {
            db.Dispose();
        }
    }

    // the connection to a server is its pool's to watch; that to a file stays open
    private async Task<PlatformDb> ReaderAsync(CancellationToken cancellationToken)
    {
        if (idle.TryTake(out var waiting))
        {
            return waiting;
        }

        var made = databases.Create();
        try
        {
            if (made is SqlitePlatformDb)
            {
                await made.Database.OpenConnectionAsync(cancellationToken);
            }

            return made;
        }
        catch (Exception)
        {
            await made.DisposeAsync();
            throw;
        }
    }

    /// <summary>The rows of several names, those of reserved ones too, in one look.</summary>
    public async Task<IReadOnlyList<LakeTableRow>> FindAsync(Scope scope, IReadOnlyCollection<TableName> names, CancellationToken cancellationToken)
    {
        // by the index over both: schemas and names apart, so that there are more pairs than are asked for
        string[] schemas = [.. names.Select(name => Fold(name.Schema)).Distinct()];
        string[] keys = [.. names.Select(name => Fold(name.Name)).Distinct()];
        var wanted = names.Select(name => (Fold(name.Schema), Fold(name.Name))).ToHashSet();
        await using var db = databases.Create();
        var rows = await db.Set<LakeTableRow>().AsNoTracking()
            .Where(row => row.Organisation == scope.Organisation && row.Environment == scope.Environment
                && schemas.Contains(row.SchemaKey) && keys.Contains(row.NameKey))
            .ToListAsync(cancellationToken);
        return [.. rows.Where(row => wanted.Contains((row.SchemaKey, row.NameKey)))];
    }

    /// <summary>The row of a table, or null when it was dropped.</summary>
    public async Task<LakeTableRow?> ByIdAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = databases.Create();
        return await db.Set<LakeTableRow>().AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellationToken);
    }

    /// <summary>All rows of all scopes.</summary>
    public async Task<IReadOnlyList<LakeTableRow>> AllAsync(CancellationToken cancellationToken)
    {
        await using var db = databases.Create();
        return await db.Set<LakeTableRow>().AsNoTracking().ToListAsync(cancellationToken);
    }

    /// <summary>The rows of a scope, ordered by name.</summary>
    public async Task<IReadOnlyList<LakeTableRow>> OfScopeAsync(Scope scope, CancellationToken cancellationToken)
    {
        await using var db = databases.Create();
        return await db.Set<LakeTableRow>().AsNoTracking()
            .Where(row => row.Organisation == scope.Organisation && row.Environment == scope.Environment)
            .OrderBy(row => row.SchemaKey).ThenBy(row => row.NameKey)
            .ToListAsync(cancellationToken);
    }

    /// <summary>All pointers to the tables of one folder: environments may share it.</summary>
    public async Task<IReadOnlyList<LakeTableRow>> OfFolderAsync(string folder, CancellationToken cancellationToken)
    {
        await using var db = databases.Create();
        return await db.Set<LakeTableRow>().AsNoTracking().Where(row => row.Folder == folder).ToListAsync(cancellationToken);
    }

    /// <summary>The row of a name, made when there is none: writers of a new table share its id and folder from the start.</summary>
    public Task<LakeTableRow> ReserveAsync(Scope scope, TableName name, CancellationToken cancellationToken) =>
        ReserveAsync(scope, name, null, cancellationToken);

    /// <summary>A row that is nowhere kept.</summary>
    public async Task<LakeTableRow> UnkeptAsync(Scope scope, TableName name, CancellationToken cancellationToken)
    {
        var id = Ids.New(clock);
        return LakeTableRow.New(id, scope, name, await places.TemporaryFolderAsync(scope, name, id, cancellationToken));
    }

    /// <summary>As above, with the folder of the table where there is no row yet.</summary>
    public async Task<LakeTableRow> ReserveAsync(Scope scope, TableName name, string? folder, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await FindAsync(scope, name, cancellationToken) is { } found)
            {
                return found;
            }

            var id = Ids.New(clock);
            var row = LakeTableRow.New(id, scope, name, folder ?? await places.NewFolderAsync(scope, name, id, cancellationToken));
            row.ChangedAt = clock.GetUtcNow();
            await using var db = databases.Create();
            db.Add(row);
            try
            {
                await db.SaveChangesAsync(cancellationToken);
                return row;
            }
            catch (DbUpdateException) when (!cancellationToken.IsCancellationRequested)
            {
                // another writer reserved the name at the same moment, else the next look fails for the same reason
                if (await FindAsync(scope, name, cancellationToken) is null)
                {
                    throw;
                }
            }
        }
    }

    /// <summary>Publishes versions of tables, all or none. False when another came first for one of them.</summary>
    public Task<bool> SwapAsync(IReadOnlyList<PointerSwap> swaps, CancellationToken cancellationToken) => SwapAsync(swaps, null, cancellationToken);

    /// <summary>The same with what else is done in that step; what it throws undoes all.</summary>
    public async Task<bool> SwapAsync(IReadOnlyList<PointerSwap> swaps, Func<PlatformDb, CancellationToken, Task>? also, CancellationToken cancellationToken)
    {
        await using var db = databases.Create();
        if (swaps.Count == 1 && also is null)
        {
            return await SwapAsync(db, swaps[0], cancellationToken);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // in one order, so that no two transactions wait for each other
        foreach (var swap in swaps.OrderBy(swap => swap.TableId, StringComparer.Ordinal))
        {
            if (!await SwapAsync(db, swap, cancellationToken))
            {
                return false;
            }
        }

        if (also is not null)
        {
            await also(db, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private async Task<bool> SwapAsync(PlatformDb db, PointerSwap swap, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await db.Set<LakeTableRow>().Where(row => row.Id == swap.TableId && row.MetadataFile == swap.Expected).ExecuteUpdateAsync(
            set => set
                .SetProperty(row => row.Version, swap.Version)
                .SetProperty(row => row.MetadataFile, swap.MetadataFile)
                .SetProperty(row => row.Rows, swap.Rows)
                .SetProperty(row => row.Bytes, swap.Bytes)
                .SetProperty(row => row.ChangedAt, now),
            cancellationToken) == 1;
    }

    /// <summary>
    /// Keeps the pointer to another engine's table: a new one, or in place of that of the same name when it is such a pointer, or
    /// only a reserved name.
    /// </summary>
    /// <returns>The row that has the name now; unlike the given one when the name is taken.</returns>
    public async Task<LakeTableRow> RegisterAsync(LakeTableRow row, CancellationToken cancellationToken)
    {
        row.ChangedAt = clock.GetUtcNow();
        var name = new TableName(row.Schema, row.Name);
        if (await FindAsync(new Scope(row.Organisation, row.Environment), name, cancellationToken) is null)
        {
            await using var db = databases.Create();
            db.Add(row);
            try
            {
                await db.SaveChangesAsync(cancellationToken);
                return row;
            }
            catch (DbUpdateException) when (!cancellationToken.IsCancellationRequested)
            {
                // the name was taken at the same moment: by what, is seen below
            }
        }

        await using (var db = databases.Create())
        {
            await db.Set<LakeTableRow>().Where(one => one.Organisation == row.Organisation && one.Environment == row.Environment
                && one.SchemaKey == row.SchemaKey && one.NameKey == row.NameKey && (one.Foreign || one.MetadataFile == null)).ExecuteUpdateAsync(
                set => set
                    .SetProperty(one => one.Folder, row.Folder)
                    .SetProperty(one => one.MetadataFile, row.MetadataFile)
                    .SetProperty(one => one.Version, row.Version)
                    .SetProperty(one => one.Rows, row.Rows)
                    .SetProperty(one => one.Bytes, row.Bytes)
                    .SetProperty(one => one.ChangedAt, row.ChangedAt)
                    .SetProperty(one => one.Foreign, true),
                cancellationToken);
        }

        return await FindAsync(new Scope(row.Organisation, row.Environment), name, cancellationToken)
            ?? throw new FaultException(new Fault(
                FaultKind.Conflict, "lake.conflict", $"Table {name} was dropped while it was taken in.", null, "Try again."));
    }

    /// <summary>Forgets a table whose files stay. False when it was gone.</summary>
    public async Task<bool> DeleteAsync(string id, CancellationToken cancellationToken)
    {
        await using var db = databases.Create();
        return await db.Set<LakeTableRow>().Where(row => row.Id == id).ExecuteDeleteAsync(cancellationToken) == 1;
    }

    /// <summary>Forgets a table and notes, in the same step, that its files are to be deleted; null when it was gone.</summary>
    public async Task<LakeDroppedRow?> DropAsync(LakeTableRow table, CancellationToken cancellationToken)
    {
        await using var db = databases.Create();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await DropAsync(db, table, clock.GetUtcNow(), cancellationToken) is not { } dropped)
        {
            return null;
        }

        await transaction.CommitAsync(cancellationToken);
        return dropped;
    }

    /// <summary>The same as a part of a transaction. Of another engine's table only the pointer goes, so that nothing is to be deleted.</summary>
    public static async Task<LakeDroppedRow?> DropAsync(PlatformDb db, LakeTableRow table, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await db.Set<LakeTableRow>().Where(row => row.Id == table.Id).ExecuteDeleteAsync(cancellationToken) != 1)
        {
            return null;
        }

        var dropped = new LakeDroppedRow { Id = table.Id, Folder = table.Folder, DroppedAt = now };
        if (!table.Foreign)
        {
            db.Add(dropped);
            await db.SaveChangesAsync(cancellationToken);
        }

        return dropped;
    }

    /// <summary>Dropped tables whose files are still to be deleted.</summary>
    public async Task<IReadOnlyList<LakeDroppedRow>> DroppedAsync(CancellationToken cancellationToken)
    {
        await using var db = databases.Create();
        return await db.Set<LakeDroppedRow>().AsNoTracking().ToListAsync(cancellationToken);
    }

    /// <summary>The files of a dropped table are gone.</summary>
    public async Task ForgetAsync(LakeDroppedRow dropped, CancellationToken cancellationToken)
    {
        await using var db = databases.Create();
        await db.Set<LakeDroppedRow>().Where(row => row.Id == dropped.Id).ExecuteDeleteAsync(cancellationToken);
    }

    // as TableName compares
    internal static string Fold(string name) => name.ToUpperInvariant();
}
