using Talentys.Kernel;
using Talentys.Lake.Commits;
using Talentys.Lake.Metadata;
using Talentys.Lake.Public;
using Talentys.Lake.Reading;
using Talentys.Lake.Stores;
using Talentys.Lake.Writing;

namespace Talentys.Lake.Tables;

/// <summary>The lake: tables by their pointers, files in the stores.</summary>
internal sealed class IcebergLake(
    TableStore store,
    TablePlaces places,
    TableLists lists,
    TableFiles files,
    TableReader reader,
    Committer committer,
    SnapshotBuilder snapshots,
    DataFileWriter writer,
    IObjectStore objects,
    OrphanSweep sweep,
    DroppedTables dropped) : ILake
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<TableSummary>> ListAsync(Scope scope, bool hidden, CancellationToken cancellationToken) =>
        lists.AllAsync(scope, hidden, cancellationToken);

    /// <inheritdoc/>
    public async Task<LakeTable?> FindAsync(Scope scope, TableName name, TableAt at, CancellationToken cancellationToken)
    {
        var row = await store.FindAsync(scope, name, cancellationToken);
        return row is null ? null : await reader.ReadAsync(row, places.Of(row), at, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TableVersion>> VersionsAsync(Scope scope, TableName name, CancellationToken cancellationToken)
    {
        var row = await store.FindAsync(scope, name, cancellationToken);
        if (row?.MetadataFile is null)
        {
            return [];
        }

        var metadata = await files.MetadataAsync(places.Of(row).MetadataFile(row.MetadataFile), cancellationToken);
        return [.. metadata.Snapshots.Select(snapshot => TableReader.VersionOf(metadata, snapshot)).OrderByDescending(version => version.Number)];
    }

    /// <inheritdoc/>
    public async Task<ILakeWrite> BeginAsync(Scope scope, TableName name, WriteMode mode, CancellationToken cancellationToken)
    {
        TableNames.Check(name);
        var row = Own(await store.ReserveAsync(scope, name, cancellationToken));
        var target = await committer.LoadAsync(row, cancellationToken);
        await sweep.SweepNowAndThenAsync(target.Place, target.Metadata, cancellationToken);
        return new LakeWrite(committer, snapshots, writer, objects, sweep, target, mode, Guid.CreateVersion7().ToString());
    }

    /// <inheritdoc/>
    public async Task<bool> DropAsync(Scope scope, TableName name, CancellationToken cancellationToken)
    {
        var row = await store.FindAsync(scope, name, cancellationToken);
        if (row is null or { MetadataFile: null })
        {
            return false;
        }

        if (row.Foreign)
        {
            return await store.DeleteAsync(row.Id, cancellationToken); // its files are not ours
        }

        if (await store.DropAsync(row, cancellationToken) is not { } gone)
        {
            return false;
        }

        await dropped.EndAsync(gone, cancellationToken);
        return true;
    }

    /// <summary>Publishes a version with the content and the schema of an older one.</summary>
    /// <exception cref="FaultException"><c>lake.table_unknown</c>, <c>lake.version_unknown</c>.</exception>
    public async Task<TableVersion> RollbackAsync(Scope scope, TableName name, long to, CancellationToken cancellationToken)
    {
        var row = await store.FindAsync(scope, name, cancellationToken);
        if (row?.MetadataFile is null)
        {
            throw new FaultException(LakeFaults.TableUnknown(name));
        }

        Own(row);
        var change = new TableChange
        {
            TableId = row.Id,
            WriteId = Guid.CreateVersion7().ToString(),
            Build = (target, prefix, token) => snapshots.RollbackAsync(target, Version(target.Metadata!, to, name), prefix, token),
        };
        var done = await committer.PublishAsync(change, cancellationToken);
        return TableReader.VersionOf(done.Metadata, done.Snapshot!);
    }

    private static LakeTableRow Own(LakeTableRow row) =>
        row.Foreign ? throw new FaultException(LakeFaults.TableForeign(new TableName(row.Schema, row.Name))) : row;

    private static Snapshot Version(TableMetadata metadata, long number, TableName name) =>
        metadata.Snapshots.FirstOrDefault(snapshot => metadata.NumberOf(snapshot) == number)
        ?? throw new FaultException(LakeFaults.VersionUnknown(name, number));
}
