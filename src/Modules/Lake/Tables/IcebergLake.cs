using System.Globalization;
using Talentys.Kernel;
using Talentys.Lake.Commits;
using Talentys.Lake.Designs;
using Talentys.Lake.Metadata;
using Talentys.Lake.MetadataTables;
using Talentys.Lake.Planning;
using Talentys.Lake.Public;
using Talentys.Lake.Reading;
using Talentys.Lake.Writing;

namespace Talentys.Lake.Tables;

/// <summary>The lake: tables by their pointers, files in the stores.</summary>
internal sealed class IcebergLake(
    TableStore store,
    TablePlaces places,
    TableLists lists,
    TableFiles files,
    TableReader reader,
    MetadataTables.MetadataTables metadataTables,
    TablePlanner planner,
    TableFigures exact,
    Committer committer,
    SnapshotBuilder snapshots,
    WriteServices writing,
    OrphanSweep sweep,
    DroppedTables dropped,
    TableDesigner designer,
    TableNaming names,
    TransactionServices transactions,
    RestCatalog.NamespaceStore schemas) : ILake
{
    // each lost attempt is one that others won
    private const int AttemptsToChange = 50;
    private const int LongestPauseMs = 500;

    /// <inheritdoc/>
    public Task<IReadOnlyList<TableSummary>> ListAsync(Scope scope, bool hidden, CancellationToken cancellationToken) =>
        lists.AllAsync(scope, hidden, cancellationToken);

    /// <inheritdoc/>
    public async Task<LakeTable?> FindAsync(Scope scope, TableName name, TableAt at, CancellationToken cancellationToken)
    {
        var row = await store.FindAsync(scope, name, cancellationToken);
        return row?.MetadataFile is null ? await AboutAsync(scope, name, at, cancellationToken) : await reader.ReadAsync(row, places.Of(row), at, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<LakeTable?> OpenAsync(Scope scope, TableName name, TableAt at, CancellationToken cancellationToken)
    {
        var row = await store.FindAsync(scope, name, cancellationToken);
        return row?.MetadataFile is null ? await AboutAsync(scope, name, at, cancellationToken) : await reader.OpenAsync(row, places.Of(row), at, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<TableName, LakeTable>> OpenAsync(Scope scope, IReadOnlyCollection<TableName> names, CancellationToken cancellationToken)
    {
        var rows = await store.FindAsync(scope, names, cancellationToken);
        var opened = new Dictionary<TableName, LakeTable>();
        foreach (var row in rows.Where(row => row.MetadataFile is not null))
        {
            try
            {
                if (await reader.OpenAsync(row, places.Of(row), TableAt.Current, cancellationToken) is { } table)
                {
                    opened[table.Name] = table;
                }
            }
            catch (FaultException)
            {
                // told when it is opened by itself
            }
        }

        return opened;
    }

    /// <summary>The metadata table that a name means when there is no table of that name.</summary>
    private async Task<LakeTable?> AboutAsync(Scope scope, TableName name, TableAt at, CancellationToken cancellationToken) =>
        MetadataTableKind.Split(name.Name) is var (table, kind) && await store.FindAsync(scope, name with { Name = table }, cancellationToken) is { } row
            ? await metadataTables.ReadAsync(row, places.Of(row), at, kind, cancellationToken)
            : null;

    /// <inheritdoc/>
    public async Task<TableScan> PlanAsync(LakeTable table, IReadOnlyList<ScanFilter> anyOf, CancellationToken cancellationToken) => table.Planned is { } planned
        ? await planner.PlanAsync(table.Id, planned, anyOf, cancellationToken)
        : new TableScan(table.SelectSql, Pinned(table), table.Files.Count, table.Files.Count)
        {
            Rows = table.Files.Sum(file => file.Rows),
            Bytes = table.Files.Sum(file => file.Bytes),
        };

    /// <summary>
    /// What a view is pinned to. The version alone is not enough: columns change without a new one, and another engine's
    /// table may be taken in again from elsewhere.
    /// </summary>
    private static string Pinned(LakeTable table) => string.Create(
        CultureInfo.InvariantCulture, $"{table.Id}@{table.VersionKey}:{table.SelectSql.Length:x}{table.SelectSql.GetHashCode(StringComparison.Ordinal):x}");

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>?> FiguresAsync(LakeTable table, IReadOnlyList<TableFigure> figures, CancellationToken cancellationToken) =>
        table.Planned is { } planned ? await exact.ReadAsync(planned, figures, cancellationToken) : null;

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
    public async Task<ILakeChange> BeginAsync(Scope scope, TableName name, WriteMode mode, CancellationToken cancellationToken) =>
        await BeginAsync(scope, name, mode, null, cancellationToken) ?? throw new InvalidOperationException("A write without a commit id is always new.");

    /// <inheritdoc/>
    public async Task<TableVersion> ChangeAsync(
        Scope scope,
        TableName name,
        Func<ILakeChange, CancellationToken, Task> work,
        string commitId,
        IReadOnlyDictionary<string, string> summary,
        CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var change = await BeginAsync(scope, name, WriteMode.Append, commitId, cancellationToken);
            if (change is null)
            {
                var metadata = (await committer.LoadAsync((await store.FindAsync(scope, name, cancellationToken))!, cancellationToken)).Metadata!;
                return TableReader.VersionOf(metadata, LakeWrite.KnownIn(metadata, commitId)!);
            }

            try
            {
                await work(change, cancellationToken);
                return await change.CommitAsync(commitId, summary, cancellationToken);
            }
            catch (FaultException lost) when (lost.Fault.Code == ConflictJudge.Code && attempt < AttemptsToChange)
            {
                // real time, whatever clock decides about dates: this only keeps losers from meeting again at once
                await Task.Delay(Random.Shared.Next(Math.Min(attempt * 20, LongestPauseMs)), cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public async Task<ILakeTransaction> BeginTransactionAsync(Scope scope, CancellationToken cancellationToken) =>
        new LakeTransaction(transactions, scope, [.. (await store.OfScopeAsync(scope, cancellationToken)).Where(row => row.MetadataFile is not null)]);

    /// <inheritdoc/>
    public ILakeTransaction BeginTemporary(Scope scope) => new LakeTransaction(transactions, scope, []) { IsTemporary = true };

    /// <inheritdoc/>
    public async Task<LakeTable> CreateAsync(Scope scope, TableName name, TableDesign design, CancellationToken cancellationToken)
    {
        await designer.CreateAsync(scope, name, design, cancellationToken);
        return await ExistingAsync(scope, name, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<ILakeChange> BeginMakeAsync(Scope scope, TableName name, TableDesign design, bool replace, CancellationToken cancellationToken)
    {
        TableNames.Check(name);
        if (!replace && (await store.FindAsync(scope, name, cancellationToken))?.MetadataFile is not null)
        {
            throw new FaultException(LakeFaults.TableExists(name));
        }

        var row = Own(await store.ReserveAsync(scope, name, cancellationToken));
        var target = await committer.LoadAsync(row, cancellationToken);
        return new LakeWrite(
            writing, target with { Metadata = designer.Design(target, name, design) }, WriteMode.Append, Guid.CreateVersion7().ToString(), Making.Made);
    }

    /// <inheritdoc/>
    public async Task RenameAsync(Scope scope, TableName name, TableName newName, CancellationToken cancellationToken)
    {
        TableNames.Check(newName);
        var row = await store.FindAsync(scope, name, cancellationToken);
        if (row?.MetadataFile is null)
        {
            throw new FaultException(LakeFaults.TableUnknown(name));
        }

        if (!await names.RenameAsync(row, newName, cancellationToken))
        {
            throw new FaultException(LakeFaults.TableExists(newName));
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> SchemasAsync(Scope scope, bool hidden, CancellationToken cancellationToken) =>
        [.. (await schemas.ListAsync(scope, hidden, cancellationToken)).Select(schema => schema.Schema)];

    /// <inheritdoc/>
    public Task<bool> CreateSchemaAsync(Scope scope, string schema, CancellationToken cancellationToken)
    {
        TableNames.Check(new TableName(schema, "t"));
        return schemas.CreateAsync(scope, schema, new Dictionary<string, string>(), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool?> DropSchemaAsync(Scope scope, string schema, CancellationToken cancellationToken) => schemas.DropAsync(scope, schema, cancellationToken);

    /// <inheritdoc/>
    public async Task<LakeTable> AlterAsync(Scope scope, TableName name, TableAlteration change, CancellationToken cancellationToken)
    {
        await designer.AlterAsync(scope, name, change, cancellationToken);
        return await ExistingAsync(scope, name, cancellationToken);
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

    /// <summary>Publishes a version with the content and the schema of an older one, by whoever asks for it.</summary>
    /// <exception cref="FaultException"><c>lake.table_unknown</c>, <c>lake.version_unknown</c>.</exception>
    public async Task<TableVersion> RollbackAsync(Scope scope, TableName name, long to, string by, CancellationToken cancellationToken)
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
            Build = (target, prefix, token) => snapshots.RollbackAsync(target, Version(target.Metadata!, to, name), by, prefix, token),
        };
        var done = await committer.PublishAsync(change, cancellationToken);
        return TableReader.VersionOf(done.Metadata, done.Snapshot!);
    }

    /// <summary>Begins a write; null when the table has the commit already.</summary>
    private async Task<LakeWrite?> BeginAsync(Scope scope, TableName name, WriteMode mode, string? commitId, CancellationToken cancellationToken)
    {
        TableNames.Check(name);
        var row = Own(await store.ReserveAsync(scope, name, cancellationToken));
        var target = await committer.LoadAsync(row, cancellationToken);
        if (commitId is not null && target.Metadata is { } metadata && LakeWrite.KnownIn(metadata, commitId) is not null)
        {
            return null;
        }

        await sweep.SweepNowAndThenAsync(target.Place, target.Metadata, cancellationToken);
        return new LakeWrite(writing, target, mode, Guid.CreateVersion7().ToString());
    }

    private async Task<LakeTable> ExistingAsync(Scope scope, TableName name, CancellationToken cancellationToken) =>
        await FindAsync(scope, name, TableAt.Current, cancellationToken) ?? throw new FaultException(LakeFaults.TableUnknown(name));

    private static LakeTableRow Own(LakeTableRow row) =>
        row.Foreign ? throw new FaultException(LakeFaults.TableForeign(new TableName(row.Schema, row.Name))) : row;

    private static Snapshot Version(TableMetadata metadata, long number, TableName name) =>
        metadata.Snapshots.FirstOrDefault(snapshot => metadata.NumberOf(snapshot) == number)
        ?? throw new FaultException(LakeFaults.VersionUnknown(name, number));
}
