using Microsoft.EntityFrameworkCore;
using Talentys.Kernel;
using Talentys.Storage;

namespace Talentys.Lake.Tables;

/// <summary>Gives tables other names, and names to tables whose files are there already.</summary>
internal sealed class TableNaming(IPlatformDbFactory databases, TimeProvider clock)
{
    /// <summary>Whether a folder is that of a table, or of one whose files are still to be deleted.</summary>
    public async Task<bool> IsTakenAsync(string folder, CancellationToken cancellationToken)
    {
        await using var db = databases.Create();
        return await db.Set<LakeTableRow>().AnyAsync(row => row.Folder == folder, cancellationToken)
            || await db.Set<LakeDroppedRow>().AnyAsync(row => row.Folder == folder, cancellationToken);
    }

    /// <summary>Names a table otherwise; its files stay where they are. False when the name is taken or the table is gone.</summary>
    public Task<bool> RenameAsync(LakeTableRow table, TableName name, CancellationToken cancellationToken) =>
        TakeAsync(table, name, db => RenamedAsync(db, table, name, clock.GetUtcNow(), cancellationToken), cancellationToken);

    /// <summary>The same as a part of a transaction.</summary>
    public static async Task<bool> RenameAsync(PlatformDb db, LakeTableRow table, TableName name, DateTimeOffset now, CancellationToken cancellationToken) =>
        await FreeAsync(db, table, name, cancellationToken) && await RenamedAsync(db, table, name, now, cancellationToken);

    private static async Task<bool> RenamedAsync(PlatformDb db, LakeTableRow table, TableName name, DateTimeOffset now, CancellationToken cancellationToken) =>
        await db.Set<LakeTableRow>().Where(row => row.Id == table.Id).ExecuteUpdateAsync(
            set => set
                .SetProperty(row => row.SchemaKey, TableStore.Fold(name.Schema))
                .SetProperty(row => row.NameKey, TableStore.Fold(name.Name))
                .SetProperty(row => row.Schema, name.Schema)
                .SetProperty(row => row.Name, name.Name)
                .SetProperty(row => row.ChangedAt, now),
            cancellationToken) == 1;

    /// <summary>Adds the row of a table whose files are there. False when the name is taken.</summary>
    public Task<bool> AddAsync(LakeTableRow table, CancellationToken cancellationToken) => TakeAsync(table, new TableName(table.Schema, table.Name), async db =>
    {
        db.Add(table);
        return await db.SaveChangesAsync(cancellationToken) == 1;
    }, cancellationToken);

    private async Task<bool> TakeAsync(LakeTableRow table, TableName name, Func<PlatformDb, Task<bool>> take, CancellationToken cancellationToken)
    {
        await using var db = databases.Create();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await FreeAsync(db, table, name, cancellationToken) || !await take(db))
        {
            return false;
        }

        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private static async Task<bool> FreeAsync(PlatformDb db, LakeTableRow table, TableName name, CancellationToken cancellationToken)
    {
        var (schema, key) = (TableStore.Fold(name.Schema), TableStore.Fold(name.Name));

        // a name that is only reserved is not a table: who reserved it begins again
        var others = db.Set<LakeTableRow>().Where(row => row.Organisation == table.Organisation && row.Environment == table.Environment
            && row.SchemaKey == schema && row.NameKey == key && row.Id != table.Id);
        await others.Where(row => row.MetadataFile == null).ExecuteDeleteAsync(cancellationToken);
        return !await others.AnyAsync(cancellationToken);
    }
}
