using Talentys.Kernel;
using Talentys.Lake.Manifests;
using Talentys.Lake.Metadata;
using Talentys.Lake.Public;
using Talentys.Lake.Stores;
using Talentys.Lake.Tables;
using Talentys.Lake.Types;

namespace Talentys.Lake.Reading;

/// <summary>Makes tables as readers see them.</summary>
internal sealed class TableReader(TableFiles files, IObjectStore objects, LakeCache cache)
{
    /// <summary>A version as a list shows it.</summary>
    public static TableVersion VersionOf(TableMetadata metadata, Snapshot snapshot) => new(
        metadata.NumberOf(snapshot),
        snapshot.SnapshotId,
        DateTimeOffset.FromUnixTimeMilliseconds(snapshot.TimestampMs),
        snapshot.Summary.GetValueOrDefault("operation", "append"),
        snapshot.Total(Commits.SnapshotTotals.TotalRecords),
        snapshot.Summary);

    /// <summary>A table at a version (null: the current one), or null when it has no such version.</summary>
    public async Task<LakeTable?> ReadAsync(LakeTableRow row, TablePlace place, long? version, CancellationToken cancellationToken)
    {
        if (row.MetadataFile is not { } file)
        {
            return null;
        }

        var key = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{place.Location}|{file}|{version}|{row.Schema}.{row.Name}");
        if (cache.Find<LakeTable>(key) is { } known)
        {
            return known;
        }

        var metadata = await files.MetadataAsync(place.MetadataFile(file), cancellationToken);
        var snapshot = version is null ? metadata.CurrentSnapshot : metadata.Snapshots.FirstOrDefault(one => metadata.NumberOf(one) == version);
        if (snapshot is null && version is not (null or 0))
        {
            return null;
        }

        var schema = version is null || snapshot is null ? metadata.CurrentSchema : metadata.SchemaOf(snapshot);
        var table = await MakeAsync(row, place with { Recorded = metadata.Location }, metadata, snapshot, schema, cancellationToken);
        cache.Keep(key, table, table.SelectSql.Length + (table.Files.Count * 200L) + (table.Columns.Count * 100L));
        return table;
    }

    /// <summary>What stands for a version in a table that was made without rows.</summary>
    private static TableVersion NoVersion(TableMetadata metadata) =>
        new(0, 0, DateTimeOffset.FromUnixTimeMilliseconds(metadata.LastUpdatedMs), "create", 0, new Dictionary<string, string>());

    private async Task<LakeTable> MakeAsync(
        LakeTableRow row, TablePlace place, TableMetadata metadata, Snapshot? snapshot, IcebergSchema schema, CancellationToken cancellationToken)
    {
        var found = new List<DataFile>();
        var scanned = new List<ScanFile>();
        foreach (var manifest in snapshot is null ? [] : await files.ManifestsAsync(place, snapshot, cancellationToken))
        {
            if (!manifest.HasLiveFiles)
            {
                continue;
            }

            var content = await files.ContentAsync(place, manifest, cancellationToken);
            var written = content.Physical ? metadata.SchemaById(content.SchemaId) : schema;
            foreach (var entry in content.Entries.Where(entry => entry.Status != EntryStatus.Deleted))
            {
                var path = objects.ReadPath(place.Resolve(entry.File.Path))!;
                found.Add(new DataFile(path, entry.File.Rows, entry.File.Bytes));
                scanned.Add(new ScanFile(path, written, content.Physical ? entry.File.ColumnSizes?.Keys.ToHashSet() : null));
            }
        }

        return new LakeTable(
            new TableName(row.Schema, row.Name),
            row.Id,
            place.Location,
            snapshot is null ? NoVersion(metadata) : VersionOf(metadata, snapshot),
            [.. schema.Fields.Select(field => new LakeColumn(field.Id, field.Name, EngineTypeName.Of(field.Type), field.Required, field.Doc))],
            found)
        {
            SelectSql = ScanSql.Of(schema.Fields, scanned),
        };
    }
}
