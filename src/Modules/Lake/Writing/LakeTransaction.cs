using Talentys.Kernel;
using Talentys.Lake.Commits;
using Talentys.Lake.Designs;
using Talentys.Lake.MetadataTables;
using Talentys.Lake.Public;
using Talentys.Lake.Tables;
using Talentys.Storage;

namespace Talentys.Lake.Writing;

/// <summary>Changes of several tables, published by one swap of their pointers.</summary>
/// <param name="services">What it needs.</param>
/// <param name="scope">Whose tables.</param>
/// <param name="pinned">The pointers of all tables at one moment.</param>
internal sealed class LakeTransaction(TransactionServices services, Scope scope, IReadOnlyList<LakeTableRow> pinned) : ILakeTransaction
{
    private readonly List<LakeWrite> ordered = [];
    private readonly List<LakeWrite> left = [];
    private readonly List<LakeDroppedRow> gone = [];
    private readonly DateTimeOffset begunAt = services.Clock.GetUtcNow();
    private Dictionary<TableName, LakeTableRow> names = pinned.ToDictionary(row => new TableName(row.Schema, row.Name));
    private Dictionary<string, string> schemas = [];
    private List<(string? Dropped, Func<PlatformDb, CancellationToken, Task> Run)> steps = [];
    private IReadOnlyList<TableShape>? shapes;

    /// <summary>It is never committed, so that the names of its tables are nobody's.</summary>
    public bool IsTemporary { get; init; }

    /// <inheritdoc/>
    public bool HasChanges => steps.Count > 0 || ordered.Exists(write => !write.IsIdle);

    /// <inheritdoc/>
    public async Task<LakeTable?> OpenAsync(TableName name, TableAt at, CancellationToken cancellationToken)
    {
        if (!names.TryGetValue(name, out var row))
        {
            return MetadataTableKind.Split(name.Name) is var (table, kind) && names.TryGetValue(name with { Name = table }, out var about)
                ? await services.MetadataTables.ReadAsync(about, services.Places.Of(about), at, kind, cancellationToken)
                : null;
        }

        return at == TableAt.Current && Of(row) is { IsIdle: false } change
            ? await change.OpenAsync(row, cancellationToken)
            : await services.Reader.OpenAsync(row, services.Places.Of(row), at, cancellationToken);
    }

    /// <inheritdoc/>
    public IReadOnlyList<TableSummary> List(bool hidden) =>
    [
        .. names.Where(one => hidden || !one.Key.Schema.StartsWith('_'))
            .Select(one => Summary(one.Key, one.Value)).OrderBy(table => table.Name),
    ];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TableShape>> ShapesAsync(CancellationToken cancellationToken)
    {
        var tables = List(hidden: false);
        if (shapes is null || !shapes.Select(shape => shape.Table).SequenceEqual(tables))
        {
            var rows = names.Values.ToDictionary(row => row.Id);
            var locations = rows.Values.Where(row => row.MetadataFile is not null)
                .ToDictionary(row => row.Id, row => services.Places.Of(row).MetadataFile(row.MetadataFile!), StringComparer.Ordinal);
            var found = await services.Shapes.OfAsync(tables, locations, cancellationToken);
            for (var i = 0; i < found.Length; i++)
            {
                found[i] = Of(rows[found[i].Table.Id]) is { IsIdle: false, Base.Metadata: { } metadata } ? TableShapes.Of(found[i].Table, metadata) : found[i];
            }

            shapes = found;
        }

        return shapes;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> SchemasAsync(CancellationToken cancellationToken)
    {
        var own = names.Keys.Select(name => name.Schema);
        return [.. (await services.Schemas.ListAsync(scope, hidden: false, cancellationToken)).Select(one => one.Schema).Concat(own).Concat(schemas.Values)
            .Where(schema => !schema.StartsWith('_')).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)];
    }

    /// <inheritdoc/>
    public async Task<ILakeChange> ChangeAsync(TableName name, WriteMode mode, CancellationToken cancellationToken)
    {
        TableNames.Check(name);
        var row = Own(names.TryGetValue(name, out var known) ? known : await ReserveAsync(name, cancellationToken));
        if (Of(row) is { } change)
        {
            return change.Mode == mode ? change : throw new InvalidOperationException("The table is changed in another mode in this transaction.");
        }

        var target = await services.Writing.Committer.LoadAsync(row, cancellationToken);
        await services.Writing.Sweep.SweepNowAndThenAsync(target.Place, target.Metadata, cancellationToken);
        return Begin(name, row, new LakeWrite(services.Writing, target, mode, Guid.CreateVersion7().ToString()) { KeepsFiles = true });
    }

    /// <inheritdoc/>
    public async Task<ILakeChange> MakeAsync(TableName name, TableDesign design, bool replace, CancellationToken cancellationToken)
    {
        TableNames.Check(name);
        if (names.TryGetValue(name, out var known) && !replace)
        {
            throw new FaultException(LakeFaults.TableExists(name));
        }

        var row = Own(known ?? await ReserveAsync(name, cancellationToken));
        var target = await services.Writing.Committer.LoadAsync(row, cancellationToken);
        var made = target with { Metadata = services.Designer.Design(target, name, design) };
        if (Of(row) is { } before)
        {
            ordered.Remove(before);
            left.Add(before);
        }

        return Begin(name, row, new LakeWrite(services.Writing, made, WriteMode.Append, Guid.CreateVersion7().ToString(), Making.Made) { KeepsFiles = true });
    }

    /// <inheritdoc/>
    public async Task AlterAsync(TableName name, TableAlteration change, CancellationToken cancellationToken)
    {
        var row = Own(names.GetValueOrDefault(name) ?? throw new FaultException(LakeFaults.TableUnknown(name)));
        var before = Of(row);
        if (before is { HasRows: true })
        {
            throw new FaultException(new Fault(
                FaultKind.Conflict, "lake.change_order", $"Rows of {name} were changed before in this transaction.", null, "Change the table first, then its rows; or commit between."));
        }

        var target = before?.Base ?? await services.Writing.Committer.LoadAsync(row, cancellationToken);
        var altered = target with { Metadata = TableDesigner.Altered(target, change).Current };
        if (before is not null)
        {
            ordered.Remove(before);
            left.Add(before);
        }

        Begin(name, row, new LakeWrite(services.Writing, altered, WriteMode.Append, Guid.CreateVersion7().ToString(), before?.Made ?? Making.Altered) { KeepsFiles = true });
    }

    /// <inheritdoc/>
    public Task<bool> DropAsync(TableName name)
    {
        if (!names.Remove(name, out var row))
        {
            return Task.FromResult(false);
        }

        if (Of(row) is { } change)
        {
            ordered.Remove(change);
            left.Add(change);
        }

        if (row.MetadataFile is not null)
        {
            Step(row.Id, async (db, cancellationToken) =>
            {
                var dropped = await TableStore.DropAsync(db, row, services.Clock.GetUtcNow(), cancellationToken) ?? throw Lost($"Table {name} was dropped by another meanwhile.");
                gone.AddRange(row.Foreign ? [] : [dropped]);
            });
        }

        return Task.FromResult(true);
    }

    /// <inheritdoc/>
    public void Rename(TableName name, TableName newName)
    {
        TableNames.Check(newName);
        if (!names.TryGetValue(name, out var row))
        {
            throw new FaultException(LakeFaults.TableUnknown(name));
        }

        if (names.TryGetValue(newName, out var other) && other.Id != row.Id)
        {
            throw new FaultException(LakeFaults.TableExists(newName));
        }

        names.Remove(name);
        names[newName] = row.Named(newName);
        Also(async (db, cancellationToken) =>
        {
            if (!await TableNaming.RenameAsync(db, row, newName, services.Clock.GetUtcNow(), cancellationToken))
            {
                throw Lost($"Table {name} was dropped, or another took the name {newName} meanwhile.");
            }
        });
    }

    /// <inheritdoc/>
    public async Task<bool> CreateSchemaAsync(string schema, CancellationToken cancellationToken)
    {
        TableNames.Check(new TableName(schema, "t"));
        if (await services.Schemas.FindAsync(scope, schema, cancellationToken) is not null || !schemas.TryAdd(TableStore.Fold(schema), schema))
        {
            return false;
        }

        Also((db, token) => services.Schemas.AddAsync(db, scope, schema, token));
        return true;
    }

    /// <inheritdoc/>
    public void Also(Func<PlatformDb, CancellationToken, Task> work) => Step(null, work);

    /// <inheritdoc/>
    public Func<Task> Save()
    {
        var (savedNames, savedSchemas, savedSteps) =
            (new Dictionary<TableName, LakeTableRow>(names), new Dictionary<string, string>(schemas), new List<(string?, Func<PlatformDb, CancellationToken, Task>)>(steps));
        var writes = ordered.Select(write => (write, back: write.Save())).ToList();
        return () =>
        {
            (names, schemas, steps, shapes) = (new Dictionary<TableName, LakeTableRow>(savedNames), new Dictionary<string, string>(savedSchemas), [.. savedSteps], null);
            left.AddRange(ordered.Where(write => !writes.Exists(saved => saved.write == write)));
            left.RemoveAll(write => writes.Exists(saved => saved.write == write));
            ordered.Clear();
            foreach (var (write, back) in writes)
            {
                back();
                ordered.Add(write);
            }

            return Task.CompletedTask;
        };
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TableVersion>> CommitAsync(
        string commitId, IReadOnlyDictionary<string, string> summary, CancellationToken cancellationToken)
    {
        var changed = ordered.Where(write => !write.IsIdle).ToList();
        var prepared = new List<TableChange>();
        foreach (var write in changed)
        {
            prepared.Add(await write.PrepareAsync(commitId, summary, cancellationToken));
        }

        try
        {
            var published = await services.Writing.Committer.PublishAsync(prepared, steps.Count == 0 ? null : RunStepsAsync, cancellationToken);
            var versions = changed.Zip(published, (write, done) => write.Finish(done)).ToList();
            foreach (var dropped in gone)
            {
                await services.Dropped.EndAsync(dropped, CancellationToken.None);
            }

            return versions;
        }
        catch (Exception failure) when (failure is not (FaultException or OperationCanceledException))
        {
            foreach (var write in changed)
            {
                write.Doubt();
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var write in ordered.Concat(left))
        {
            await write.DisposeAsync();
        }
    }

    private async Task RunStepsAsync(PlatformDb db, CancellationToken cancellationToken)
    {
        gone.Clear();
        foreach (var (_, run) in steps)
        {
            await run(db, cancellationToken);
        }
    }

    private void Step(string? dropped, Func<PlatformDb, CancellationToken, Task> work) => steps.Add((dropped, work));

    private LakeWrite Begin(TableName name, LakeTableRow row, LakeWrite write)
    {
        // a table that was dropped before is replaced: its row stays
        steps.RemoveAll(step => step.Dropped == row.Id);
        names[name] = row;
        ordered.Add(write);
        shapes = null;
        return write;
    }

    private TableSummary Summary(TableName name, LakeTableRow row) => new(
        name, row.Id, row.Version, Of(row)?.RowsNow ?? row.Rows, row.Bytes, Of(row) is { IsIdle: false } ? begunAt : row.ChangedAt);

    private LakeWrite? Of(LakeTableRow row) => ordered.Find(write => write.TableId == row.Id);

    /// <summary>The row of a name that has no table here.</summary>
    private async Task<LakeTableRow> ReserveAsync(TableName name, CancellationToken cancellationToken)
    {
        var row = IsTemporary ? await services.Store.UnkeptAsync(scope, name, cancellationToken) : await services.Store.ReserveAsync(scope, name, cancellationToken);
        if (row.MetadataFile is null)
        {
            return row;
        }

        if (steps.Exists(step => step.Dropped == row.Id))
        {
            return pinned.First(one => one.Id == row.Id);
        }

        throw names.Values.Any(one => one.Id == row.Id)
            ? new FaultException(new Fault(
                FaultKind.Conflict, "lake.name_given_up", $"The name {name} is that of a table which was renamed in this transaction.", null, "Commit first, or make the table under another name and rename it."))
            : Lost($"Another made a table {name} meanwhile.");
    }

    private static FaultException Lost(string message) => ConflictJudge.Conflict(message, null);

    private static LakeTableRow Own(LakeTableRow row) =>
        row.Foreign ? throw new FaultException(LakeFaults.TableForeign(new TableName(row.Schema, row.Name))) : row;
}
