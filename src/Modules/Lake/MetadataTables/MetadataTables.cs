using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Talentys.Kernel;
using Talentys.Lake.Metadata;
using Talentys.Lake.Public;
using Talentys.Lake.Reading;
using Talentys.Lake.Stores;
using Talentys.Lake.Tables;

namespace Talentys.Lake.MetadataTables;

/// <summary>Tables that tell of tables: <c>orders$snapshots</c> and its kin, of the version that is asked for.</summary>
internal sealed class MetadataTables(TableFiles files, IObjectStore objects, LakeCache cache, PlatformFolders folders, TimeProvider clock)
{
    // longer than any statement runs
    private static readonly TimeSpan Unused = TimeSpan.FromDays(1);

    private string Folder => Path.Combine(folders.Cache, "lake");

    /// <summary>The metadata table of a table, or null when that was never published.</summary>
    /// <exception cref="FaultException">It has no such version.</exception>
    public async Task<LakeTable?> ReadAsync(LakeTableRow row, TablePlace place, TableAt at, MetadataTableKind kind, CancellationToken cancellationToken)
    {
        if (row.MetadataFile is not { } name)
        {
            return null;
        }

        var table = new TableName(row.Schema, row.Name);
        var metadata = await files.MetadataAsync(place.MetadataFile(name), cancellationToken);
        var (snapshot, schema) = TableVersions.Choose(metadata, at, table);
        var version = string.Create(CultureInfo.InvariantCulture, $"{name}|{snapshot?.SnapshotId}|{schema.SchemaId}");
        var key = $"{place.Location}|{version}${kind.Name}";
        var file = FileOf(key);
        if (cache.Find<string>(key) is not { } select || (select.Contains(file, StringComparison.Ordinal) && !CacheFiles.Use(file, clock)))
        {
            select = await SelectAsync(place with { Recorded = metadata.Location }, metadata, snapshot, kind, file, cancellationToken);
            cache.Keep(key, select, select.Length, weight: 2);
        }

        return new LakeTable(
            table with { Name = $"{row.Name}${kind.Name}" },
            $"{row.Id}${kind.Name}",
            place.Location,
            TableReader.VersionOf(metadata, snapshot),
            [.. kind.Columns.Select((column, i) => new LakeColumn(i + 1, column.Name, column.Type, false, null))],
            [])
        {
            SelectSql = select,
            RightsOf = table,
            VersionKey = version,
        };
    }

    /// <summary>Deletes files that no statement has asked for in a while, and what was left on the way to them.</summary>
    public void Sweep() => CacheFiles.Sweep(Folder, clock.GetUtcNow() - Unused);

    private string FileOf(string key) => Path.Combine(
        Folder, $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..40]}.parquet");

    private async Task<string> SelectAsync(
        TablePlace place, TableMetadata metadata, Snapshot? snapshot, MetadataTableKind kind, string file, CancellationToken cancellationToken)
    {
        if (CacheFiles.Use(file, clock))
        {
            return RowStream.SelectOf(file);
        }

        await using var rows = new RowStream(kind, file);
        await foreach (var row in RowsAsync(place, metadata, snapshot, kind, cancellationToken))
        {
            await rows.AddAsync(row, cancellationToken);
        }

        return await rows.SelectAsync(cancellationToken);
    }

    private IAsyncEnumerable<Action<Utf8JsonWriter>> RowsAsync(
        TablePlace place, TableMetadata metadata, Snapshot? snapshot, MetadataTableKind kind, CancellationToken cancellationToken)
    {
        var version = new VersionRows(files, objects, place, metadata, snapshot);
        return kind.Name switch
        {
            "snapshots" => TableRows.Snapshots(metadata, snapshot).ToAsyncEnumerable(),
            "history" => TableRows.History(metadata, snapshot).ToAsyncEnumerable(),
            "refs" => TableRows.Refs(metadata).ToAsyncEnumerable(),
            "manifests" => version.ManifestsAsync(cancellationToken),
            "partitions" => version.PartitionsAsync(cancellationToken),
            "entries" => version.FilesAsync(entries: true, cancellationToken),
            _ => version.FilesAsync(entries: false, cancellationToken),
        };
    }
}
