using System.Data.Common;
using Talentys.Kernel;
using Talentys.Lake.Commits;
using Talentys.Lake.Metadata;
using Talentys.Lake.Public;
using Talentys.Lake.Reading;
using Talentys.Lake.Tables;

namespace Talentys.Lake.RestCatalog;

/// <summary>What clients of the catalog do with tables.</summary>
internal sealed class CatalogTables(
    NamespaceStore namespaces,
    TableStore store,
    TablePlaces places,
    TableNaming names,
    TableFiles files,
    Committer committer,
    ClientLocation locations,
    ClientSnapshots snapshots,
    ILake lake,
    ITableFileAccess access,
    VisibleTables visible,
    LakeOptions options,
    TimeProvider clock)
{
    /// <summary>The row of a table that has a version.</summary>
    /// <exception cref="FaultException"><c>lake.table_unknown</c>.</exception>
    public async Task<LakeTableRow> FindAsync(CatalogCaller caller, TableName name, CancellationToken cancellationToken)
    {
        var seen = await visible.OfAsync(caller.Principal, caller.Scope, cancellationToken);
        return VisibleTables.MaySee(caller.Principal, seen, name)
            && await store.FindAsync(caller.Scope, name, cancellationToken) is { MetadataFile: not null } row ? row : throw RestFaults.NoTable(name);
    }

    /// <summary>Refuses a schema that is not there.</summary>
    /// <exception cref="FaultException"><c>lake.schema_unknown</c>.</exception>
    public async Task<NamespaceAnswer> NeedSchemaAsync(CatalogCaller caller, string schema, CancellationToken cancellationToken) =>
        await namespaces.FindAsync(caller.Scope, schema, cancellationToken) is { } found && !(await HiddenSchemasAsync(caller, cancellationToken)).Contains(schema)
            ? found
            : throw RestFaults.NoSchema(schema);

    /// <summary>Schemas that have tables, but none that is there for the caller.</summary>
    public async Task<IReadOnlySet<string>> HiddenSchemasAsync(CatalogCaller caller, CancellationToken cancellationToken)
    {
        var seen = await visible.OfAsync(caller.Principal, caller.Scope, cancellationToken);
        return seen.IsOpen ? Principal.EmptySet : (await lake.ListAsync(caller.Scope, caller.SeesHidden, cancellationToken))
            .GroupBy(table => table.Name.Schema, StringComparer.OrdinalIgnoreCase)
            .Where(schema => !schema.Any(table => VisibleTables.MaySee(caller.Principal, seen, table.Name)))
            .Select(schema => schema.Key)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Names of the tables of a schema by their keys.</summary>
    public async Task<IReadOnlyList<(string Key, TableName Name)>> ListAsync(CatalogCaller caller, string schema, CancellationToken cancellationToken)
    {
        await NeedSchemaAsync(caller, schema, cancellationToken);
        var seen = await visible.OfAsync(caller.Principal, caller.Scope, cancellationToken);
        var tables = (await lake.ListAsync(caller.Scope, caller.SeesHidden, cancellationToken)).Where(table => VisibleTables.MaySee(caller.Principal, seen, table.Name));
        return
        [
            .. tables.Where(table => table.Name.Schema.Equals(schema, StringComparison.OrdinalIgnoreCase))
                .Select(table => (TableStore.Fold(table.Name.Name), table.Name)).OrderBy(table => table.Item1, StringComparer.Ordinal),
        ];
    }

    /// <summary>A table as it is.</summary>
    public async Task<TableAnswer> LoadAsync(LakeTableRow row, bool onlyReferenced, CancellationToken cancellationToken)
    {
        var location = places.Of(row).MetadataFile(row.MetadataFile!);
        return new TableAnswer(location, await files.MetadataAsync(location, cancellationToken), onlyReferenced);
    }

    /// <summary>The tag of a table as it is, if its files may be told of.</summary>
    public async Task<string> EtagAsync(CatalogCaller caller, LakeTableRow row, bool onlyReferenced, CancellationToken cancellationToken)
    {
        await access.CheckAsync(caller.Principal, caller.Scope, new TableName(row.Schema, row.Name), cancellationToken);
        return TableAnswer.EtagOf(places.Of(row).MetadataFile(row.MetadataFile!), onlyReferenced);
    }

    /// <summary>Makes a table, or the metadata of one whose first commit is to come.</summary>
    public async Task<TableAnswer> CreateAsync(CatalogCaller caller, string schema, CreateRequest asked, CancellationToken cancellationToken)
    {
        var name = new TableName(schema, asked.Name);
        TableNames.Check(name);
        await NeedSchemaAsync(caller, schema, cancellationToken);
        await DemandNewAsync(caller, name, asked.Location is not null, cancellationToken);
        var row = await ReserveAsync(caller, name, asked.Location, cancellationToken);
        if (asked.IsStaged)
        {
            var staged = asked.Build(places.Of(row)).Build(clock.GetUtcNow().ToUnixTimeMilliseconds(), null, options.MetadataFilesKept);
            return new TableAnswer(null, staged);
        }

        var done = await PublishAsync(row, _ => null, (target, _) => target.Metadata is null
            ? Task.FromResult(asked.Build(target.Place))
            : throw RestFaults.HasTable(name), cancellationToken);
        return new TableAnswer(done.MetadataLocation, done.Metadata);
    }

    /// <summary>Changes a table, or makes one that was staged.</summary>
    public async Task<TableAnswer> CommitAsync(CatalogCaller caller, TableName name, RestValue body, CancellationToken cancellationToken)
    {
        var (requirements, updates) = (Requirements.Read(body.Need("requirements")), Updates.Read(body.Need("updates")));
        if (body.Find("identifier") is { } identifier && caller.Table(identifier) != name)
        {
            throw RestFaults.Invalid("The identifier is not that of the address.", identifier.Place);
        }

        await DemandNewAsync(caller, name, byPlace: false, cancellationToken);
        var row = await store.FindAsync(caller.Scope, name, cancellationToken);
        if (row is { Foreign: true })
        {
            throw RestFaults.Foreign(name);
        }

        if (row?.MetadataFile is null)
        {
            TableNames.Check(name);
            await NeedSchemaAsync(caller, name.Schema, cancellationToken);
            row = requirements.Creates ? row ?? await ReserveAsync(caller, name, null, cancellationToken) : throw RestFaults.NoTable(name);
        }

        var done = await PublishAsync(row, updates.MadeIn, async (target, token) =>
        {
            requirements.Check(target.Metadata);
            var builder = target.Metadata is { } metadata ? new MetadataBuilder(metadata) : MetadataBuilder.Empty(target.Place.Location);
            var added = updates.Apply(builder, target.Place);
            if (builder.Current.Schemas.Count == 0)
            {
                throw RestFaults.Invalid("A table needs a schema.", "updates", "Add one, and set it as the current one.");
            }

            foreach (var snapshot in added)
            {
                await snapshots.CheckAsync(target.Place, builder, snapshot, token);
            }

            return builder;
        }, cancellationToken);
        return new TableAnswer(done.MetadataLocation, done.Metadata, WithConfig: false);
    }

    /// <summary>Forgets a table, and deletes its files when that is asked for.</summary>
    public async Task DropAsync(CatalogCaller caller, TableName name, bool purge, CancellationToken cancellationToken)
    {
        var row = await FindAsync(caller, name, cancellationToken);
        await visible.DemandWriteAsync(caller.Principal, caller.Scope, name, cancellationToken);
        if (purge && row.Foreign)
        {
            throw RestFaults.Foreign(name);
        }

        if (!(purge ? await lake.DropAsync(caller.Scope, name, cancellationToken) : await store.DeleteAsync(row.Id, cancellationToken)))
        {
            throw RestFaults.NoTable(name);
        }
    }

    /// <summary>Names a table otherwise.</summary>
    public async Task RenameAsync(CatalogCaller caller, TableName from, TableName to, CancellationToken cancellationToken)
    {
        TableNames.Check(to);
        var row = await FindAsync(caller, from, cancellationToken);
        await visible.DemandWriteAsync(caller.Principal, caller.Scope, from, cancellationToken); // policies hold by name
        await DemandNewAsync(caller, to, byPlace: false, cancellationToken);
        await NeedSchemaAsync(caller, to.Schema, cancellationToken);
        if (!await names.RenameAsync(row, to, cancellationToken))
        {
            await FindAsync(caller, from, cancellationToken);
            throw RestFaults.HasTable(to);
        }
    }

    /// <summary>Names a table whose files are there already, where a table of the environment may be.</summary>
    public async Task<TableAnswer> RegisterAsync(CatalogCaller caller, TableName name, string metadataLocation, bool overwrite, CancellationToken cancellationToken)
    {
        TableNames.Check(name);
        await NeedSchemaAsync(caller, name.Schema, cancellationToken);
        await DemandNewAsync(caller, name, byPlace: true, cancellationToken);
        var (folder, file) = await locations.OfMetadataAsync(caller.Scope, metadataLocation, cancellationToken);
        var known = await store.FindAsync(caller.Scope, name, cancellationToken);
        if (known?.MetadataFile is not null && !(overwrite && known.Folder == folder))
        {
            throw overwrite
                ? RestFaults.Location("The metadata is that of another table.", metadataLocation, "Drop the table before its name is given to another.")
                : RestFaults.HasTable(name);
        }

        var row = known?.MetadataFile is not null ? known : NewRow(caller.Scope, name, folder);
        var location = places.Of(row).MetadataFile(file);
        var metadata = await ReadAsync(location, cancellationToken);
        var (version, rows, bytes) = metadata.CurrentSnapshot is { } current
            ? (metadata.NumberOf(current), SnapshotTotals.Rows(current), current.Total(SnapshotTotals.TotalFilesSize))
            : (0, 0, 0);
        if (row == known)
        {
            return await store.SwapAsync([new PointerSwap(row.Id, row.MetadataFile, file, version, rows, bytes)], cancellationToken)
                ? new TableAnswer(location, metadata)
                : throw RestFaults.Requirement("the table was changed at the same time");
        }

        await locations.FreeAsync(places.Of(row).Location, cancellationToken);
        (row.MetadataFile, row.Version, row.Rows, row.Bytes) = (file, version, rows, bytes);
        return await names.AddAsync(row, cancellationToken) ? new TableAnswer(location, metadata) : throw RestFaults.HasTable(name);
    }

    /// <summary>Refuses to write a table, there or not, to a caller who may not.</summary>
    private async Task DemandNewAsync(CatalogCaller caller, TableName name, bool byPlace, CancellationToken cancellationToken)
    {
        if (byPlace)
        {
            await visible.DemandPlacesAsync(caller.Principal, caller.Scope, cancellationToken);
        }

        if (!name.Schema.StartsWith('_'))
        {
            await visible.DemandWriteAsync(caller.Principal, caller.Scope, name, cancellationToken);
        }
    }

    private async Task<TableMetadata> ReadAsync(string location, CancellationToken cancellationToken)
    {
        try
        {
            return await files.MetadataAsync(location, cancellationToken);
        }
        catch (FaultException broken) when (broken.Fault.Code == "lake.metadata_broken")
        {
            throw RestFaults.Invalid("The metadata file cannot be read.", location, "Name a metadata file of a table that is whole.");
        }
    }

    private LakeTableRow NewRow(Scope scope, TableName name, string folder)
    {
        var row = LakeTableRow.New(Ids.New(clock), scope, name, folder);
        row.ChangedAt = clock.GetUtcNow();
        return row;
    }

    /// <summary>The row that writers of a new table share; a table is refused.</summary>
    private async Task<LakeTableRow> ReserveAsync(CatalogCaller caller, TableName name, string? location, CancellationToken cancellationToken)
    {
        var row = await store.FindAsync(caller.Scope, name, cancellationToken);
        if (row?.MetadataFile is not null)
        {
            throw RestFaults.HasTable(name);
        }

        if (row is not null && (location is null || places.Of(row).Location == location.TrimEnd('/')))
        {
            return row;
        }

        var folder = location is null ? null : await locations.OfNewAsync(caller.Scope, location, cancellationToken);
        row = await store.ReserveAsync(caller.Scope, name, folder, cancellationToken);
        return folder is null || row.Folder == folder ? row : throw RestFaults.Location(
            "The table is being made at another place.", location!, "Leave the location out, or give the table another name.");
    }

    private async Task<Published> PublishAsync(
        LakeTableRow row, Func<TableMetadata, Snapshot?> known, Func<TableBase, CancellationToken, Task<MetadataBuilder>> build, CancellationToken cancellationToken)
    {
        var change = new TableChange
        {
            TableId = row.Id,
            WriteId = Guid.CreateVersion7().ToString(),
            Known = known,
            Build = async (target, _, token) =>
            {
                try
                {
                    return new TableDraft(await build(target, token), []);
                }
                catch (InvalidDataException broken)
                {
                    throw RestFaults.Invalid(broken.Message);
                }
            },
        };
        try
        {
            return await committer.PublishAsync(change, cancellationToken);
        }
        catch (DbException failure)
        {
            throw RestFaults.Unknown(failure);
        }
    }
}
