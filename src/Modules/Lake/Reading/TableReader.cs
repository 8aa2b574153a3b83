using Talentys.Kernel;
using Talentys.Lake.Manifests;
using Talentys.Lake.Metadata;
using Talentys.Lake.Public;
using Talentys.Lake.Tables;
using Talentys.Lake.Types;

namespace Talentys.Lake.Reading;

/// <summary>Makes tables as readers see them.</summary>
internal sealed class TableReader(TableFiles files, LakeCache cache)
{
    /// <summary>A version as a list shows it.</summary>
    public static TableVersion VersionOf(Snapshot snapshot) => new(
        snapshot.SequenceNumber,
        snapshot.SnapshotId,
        DateTimeOffset.FromUnixTimeMilliseconds(snapshot.TimestampMs),
        snapshot.Summary.GetValueOrDefault("operation", "append"),
        snapshot.Total(Commits.SnapshotTotals.TotalRecords),
        snapshot.Summary);

    /// <summary>A table at a version (null: the current one), or null when it has no such version.</summary>
    public async Task<LakeTable?> ReadAsync(LakeTableRow row, TableFolder folder, long? version, CancellationToken cancellationToken)
    {
        if (row.MetadataFile is not { } file)
        {
            return null;
        }

        var key = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{folder.Path}|{file}|{version}");
        if (cache.Find<LakeTable>(key) is { } known)
        {
            return known;
        }

        var metadata = await files.MetadataAsync(folder, file, cancellationToken);
        var snapshot = version is null ? metadata.CurrentSnapshot : metadata.Snapshots.FirstOrDefault(one => one.SequenceNumber == version);
        if (snapshot is null)
        {
            return null;
        }

        var schema = version is null ? metadata.CurrentSchema : metadata.SchemaOf(snapshot);
        var table = await MakeAsync(row, folder, metadata, snapshot, schema, cancellationToken);
        cache.Keep(key, table, table.SelectSql.Length + (table.Files.Count * 200L) + (table.Columns.Count * 100L));
        return table;
    }

    private async Task<LakeTable> MakeAsync(
        LakeTableRow row, TableFolder folder, TableMetadata metadata, Snapshot snapshot, IcebergSchema schema, CancellationToken cancellationToken)
    {
        var found = new List<DataFile>();
        var scanned = new List<ScanFile>();
        foreach (var manifest in await files.ManifestsAsync(folder, snapshot, cancellationToken))
        {
            if (!manifest.HasLiveFiles)
            {
                continue;
            }

            var content = await files.ContentAsync(folder, manifest, cancellationToken);
            var written = content.Physical ? metadata.SchemaById(content.SchemaId) : schema;
            foreach (var entry in content.Entries.Where(entry => entry.Status != EntryStatus.Deleted))
            {
                var path = folder.ToPath(entry.File.Path);
                found.Add(new DataFile(path, entry.File.Rows, entry.File.Bytes));
                scanned.Add(new ScanFile(path, written, content.Physical ? entry.File.ColumnSizes?.Keys.ToHashSet() : null));
            }
        }

        return new LakeTable(
            new TableName(row.Schema, row.Name),
            row.Id,
            folder.Path,
            VersionOf(snapshot),
            [.. schema.Fields.Select(field => new LakeColumn(field.Id, field.Name, EngineTypeName.Of(field.Type), field.Required, field.Doc))],
            found)
        {
            SelectSql = ScanSql.Of(schema.Fields, scanned),
        };
    }
}
