using Talentys.Kernel;
using Talentys.Lake.Commits;
using Talentys.Lake.Metadata;
using Talentys.Lake.Public;
using Talentys.Lake.Reading;
using Talentys.Lake.Writing;

namespace Talentys.Lake.Tables;

/// <summary>The lake on local disk.</summary>
internal sealed class IcebergLake(
    PlatformFolders folders,
    TableStore store,
    TableLists lists,
    TableFiles files,
    TableReader reader,
    Committer committer,
    SnapshotBuilder snapshots,
    DataFileWriter writer,
    OrphanSweep sweep) : ILake
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<TableSummary>> ListAsync(Scope scope, bool hidden, CancellationToken cancellationToken) =>
        lists.AllAsync(scope, hidden, cancellationToken);

    /// <inheritdoc/>
    public async Task<LakeTable?> FindAsync(Scope scope, TableName name, long? version, CancellationToken cancellationToken)
    {
        var row = await store.FindAsync(scope, name, cancellationToken);
        return row is null ? null : await reader.ReadAsync(row, FolderOf(row), version, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TableVersion>> VersionsAsync(Scope scope, TableName name, CancellationToken cancellationToken)
    {
        var row = await store.FindAsync(scope, name, cancellationToken);
        if (row?.MetadataFile is null)
        {
            return [];
        }

        var metadata = await files.MetadataAsync(FolderOf(row), row.MetadataFile, cancellationToken);
        return [.. metadata.Snapshots.OrderByDescending(snapshot => snapshot.SequenceNumber).Select(TableReader.VersionOf)];
    }

    /// <inheritdoc/>
    public async Task<ILakeWrite> BeginAsync(Scope scope, TableName name, WriteMode mode, CancellationToken cancellationToken)
    {
        TableNames.Check(name);
        var row = await store.ReserveAsync(folders.Lake, scope, name, cancellationToken);
        var target = await committer.LoadAsync(row, folders.Lake, cancellationToken);
        sweep.Sweep(target.Folder, target.Metadata);
        return new LakeWrite(committer, snapshots, writer, sweep, target, mode, Guid.CreateVersion7().ToString());
    }

    /// <inheritdoc/>
    public async Task<bool> DropAsync(Scope scope, TableName name, CancellationToken cancellationToken)
    {
        var row = await store.FindAsync(scope, name, cancellationToken);
        if (row is null or { Version: 0 })
        {
            return false;
        }

        // the mark first: whatever is interrupted after it, the sweep ends; it deletes no folder that a row points to
        var folder = FolderOf(row);
        await DurableFile.WriteAsync(folder.DroppedMark, ReadOnlyMemory<byte>.Empty, cancellationToken);
        var dropped = await store.DeleteAsync(row.Id, cancellationToken);
        DroppedFolders.TryDelete(folder.Path);
        return dropped;
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

        var (snapshot, _) = await committer.PublishAsync(
            row.Id,
            folders.Lake,
            Guid.CreateVersion7().ToString(),
            _ => null,
            async (target, _) => (await snapshots.RollbackAsync(target, Version(target.Metadata!, to, name), cancellationToken), []),
            cancellationToken);
        return TableReader.VersionOf(snapshot);
    }

    private static Snapshot Version(TableMetadata metadata, long number, TableName name) =>
        metadata.Snapshots.FirstOrDefault(snapshot => snapshot.SequenceNumber == number)
        ?? throw new FaultException(LakeFaults.VersionUnknown(name, number));

    private TableFolder FolderOf(LakeTableRow row) => new(folders.Lake, row.Folder);
}
