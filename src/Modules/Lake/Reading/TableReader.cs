using System.Globalization;
using Talentys.Kernel;
using Talentys.Lake.Manifests;
using Talentys.Lake.Metadata;
using Talentys.Lake.Public;
using Talentys.Lake.Stores;
using Talentys.Lake.Tables;
using Talentys.Lake.Types;

namespace Talentys.Lake.Reading;

/// <summary>Makes tables as readers see them.</summary>
internal sealed class TableReader(TableFiles files, ScanPlanner planner, IObjectStore objects, LakeCache cache, LakeOptions options)
{
    /// <summary>A version as a list shows it; of a table that was made without rows, what stands for one.</summary>
    public static TableVersion VersionOf(TableMetadata metadata, Snapshot? snapshot) => snapshot is null
        ? new TableVersion(0, 0, DateTimeOffset.FromUnixTimeMilliseconds(metadata.LastUpdatedMs), "create", 0, new Dictionary<string, string>())
        : new TableVersion(
        metadata.NumberOf(snapshot),
        snapshot.SnapshotId,
        DateTimeOffset.FromUnixTimeMilliseconds(snapshot.TimestampMs),
        snapshot.Summary.GetValueOrDefault("operation", "append"),
        Commits.SnapshotTotals.Rows(snapshot),
        snapshot.Summary);

    /// <summary>A table at a version, or null when it was never published.</summary>
    /// <exception cref="FaultException">It has no such version.</exception>
    public Task<LakeTable?> ReadAsync(LakeTableRow row, TablePlace place, TableAt at, CancellationToken cancellationToken) =>
        ReadAsync(row, place, at, long.MaxValue, cancellationToken);

    /// <summary>The same; without its files when it has more than some.</summary>
    public Task<LakeTable?> OpenAsync(LakeTableRow row, TablePlace place, TableAt at, CancellationToken cancellationToken) =>
        ReadAsync(row, place, at, options.PlanFilesAbove, cancellationToken);

    private async Task<LakeTable?> ReadAsync(LakeTableRow row, TablePlace place, TableAt at, long filesAtMost, CancellationToken cancellationToken)
    {
        if (row.MetadataFile is not { } file)
        {
            return null;
        }

        var name = new TableName(row.Schema, row.Name);
        var metadata = await files.MetadataAsync(place.MetadataFile(file), cancellationToken);
        var (snapshot, schema) = TableVersions.Choose(metadata, at, name);
        var key = string.Create(CultureInfo.InvariantCulture, $"{place.Location}|{file}|{snapshot?.SnapshotId}|{schema.SchemaId}");
        if (cache.Find<LakeTable>(key) is { } known && known.Files.Count <= filesAtMost)
        {
            // one file of metadata may have several names: another engine's table that was taken in twice, a table that was renamed
            return known.Id == row.Id && known.Name == name ? known : known with { Id = row.Id, Name = name, RightsOf = name };
        }

        place = place with { Recorded = metadata.Location };
        if (snapshot is not null && filesAtMost < long.MaxValue && await CountAsync(place, snapshot, cancellationToken) > filesAtMost)
        {
            return Make(row, place, VersionOf(metadata, snapshot), snapshot, schema, UniqueNames.Of(schema.Fields), [], "") with
            {
                Planned = new Planning.PlannedTable(place, metadata, snapshot, schema),
            };
        }

        var table = await MakeAsync(row, place, metadata, snapshot, schema, cancellationToken);
        cache.Keep(key, table, table.SelectSql.Length + (table.Files.Count * 200L) + (table.Columns.Count * 100L));
        return table;
    }

    /// <summary>A version as a change sees it, whose rows tell where they are.</summary>
    /// <param name="row">The pointer.</param>
    /// <param name="place">Where its files are.</param>
    /// <param name="metadata">The version.</param>
    /// <param name="columns">The table's columns, as the SELECT has them before the two further ones.</param>
    /// <param name="select">The SELECT.</param>
    /// <param name="change">Tells the change from others.</param>
    public LakeTable OfRows(LakeTableRow row, TablePlace place, TableMetadata metadata, IReadOnlyList<NestedField> columns, string select, string change) =>
        Make(row, place, VersionOf(metadata, metadata.CurrentSnapshot), metadata.CurrentSnapshot, metadata.CurrentSchema, columns, [], select) with { VersionKey = change };

    /// <summary>Not every engine writes totals: then the rows of the data files are counted, those that deletes name too, as the totals do.</summary>
    private static TableVersion Counted(TableVersion version, LiveFiles files) =>
        version.Summary.ContainsKey(Commits.SnapshotTotals.TotalRecords) ? version : version with { Rows = files.Data.Sum(file => file.File.Rows) };

    private async Task<LakeTable> MakeAsync(
        LakeTableRow row, TablePlace place, TableMetadata metadata, Snapshot? snapshot, IcebergSchema schema, CancellationToken cancellationToken)
    {
        var live = await FilesAsync(place, metadata, snapshot, cancellationToken);
        var columns = UniqueNames.Of(schema.Fields);
        var view = new TableView(metadata, schema with { Fields = columns });
        var scan = await planner.PlanAsync(place, view, live, cancellationToken);
        return Make(
            row, place, Counted(VersionOf(metadata, snapshot), live), snapshot, schema, columns, [.. live.Data.Select(file => new DataFile(file.Path, file.File.Rows, file.File.Bytes))],
            ScanSql.Of(columns, scan));
    }

    private LakeTable Make(
        LakeTableRow row, TablePlace place, TableVersion version, Snapshot? snapshot, IcebergSchema schema, IReadOnlyList<NestedField> columns,
        IReadOnlyList<DataFile> found, string sql) => new(
            new TableName(row.Schema, row.Name),
            row.Id,
            place.Location,
            version,
            [.. columns.Select(field => new LakeColumn(field.Id, field.Name, EngineTypeName.Of(field.Type), field.Required, field.Doc))],
            found)
        {
            Folder = objects.ReadPath(place.Location),
            SelectSql = sql,
            VersionKey = string.Create(CultureInfo.InvariantCulture, $"{snapshot?.SnapshotId}.{schema.SchemaId}"),
        };

    /// <summary>Data files of a version, as its manifest list counts them.</summary>
    private async Task<long> CountAsync(TablePlace place, Snapshot snapshot, CancellationToken cancellationToken)
    {
        var manifests = await files.ManifestsAsync(place, snapshot, cancellationToken);
        return manifests.Where(manifest => !manifest.IsDeletes).Sum(manifest => (long)(manifest.AddedFiles ?? 1) + (manifest.ExistingFiles ?? 0));
    }

    /// <summary>The files of a version, in the order in which they were written, so that rows come in that order too.</summary>
    public async Task<LiveFiles> FilesAsync(TablePlace place, TableMetadata metadata, Snapshot? snapshot, CancellationToken cancellationToken)
    {
        List<LiveFile> data = [], deletes = [];
        foreach (var manifest in snapshot is null ? [] : await files.ManifestsAsync(place, snapshot, cancellationToken))
        {
            if (!manifest.HasLiveFiles)
            {
                continue;
            }

            var content = await files.ContentAsync(place, manifest, cancellationToken);
            var written = content.Physical ? metadata.SchemaById(content.SchemaId) : null;
            foreach (var entry in content.Entries.Where(entry => entry.Status != EntryStatus.Deleted))
            {
                var file = entry.File;
                CheckFormat(file);
                var one = new LiveFile(
                    file, objects.ReadPath(place.Resolve(file.Path))!, entry.SequenceNumber ?? 0, PartitionKey.Of(file), written);
                (file.Content == FileContent.Data ? data : deletes).Add(one);
            }
        }

        return new LiveFiles([.. data.OrderBy(file => file.Sequence)], deletes);
    }

    /// <summary>Refuses a file that is of another format than is read.</summary>
    public static void CheckFormat(ContentFile file)
    {
        if (file.Format != ContentFile.Parquet)
        {
            throw new FaultException(file.Format == "PUFFIN"
                ? Fault.Invalid(
                    "lake.format_unsupported", "The table has deletion vectors, which version 3 of the Iceberg format brought and which are not read.", file.Path,
                    "Compact the table with the engine that wrote it.")
                : Fault.Invalid(
                    "lake.format_unsupported", $"The table has data files in {file.Format}; only Parquet is read.", file.Path,
                    "Rewrite the data files as Parquet with the engine that wrote them (table property write.format.default)."));
        }

        if (file.KeyMetadata is not null)
        {
            throw new FaultException(Fault.Invalid(
                "lake.format_unsupported", "The table has encrypted data files, which are not read.", file.Path,
                "Rewrite the table without encryption with the engine that wrote it."));
        }
    }
}
