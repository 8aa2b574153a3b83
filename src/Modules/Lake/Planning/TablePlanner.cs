using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Talentys.Lake.Manifests;
using Talentys.Lake.Metadata;
using Talentys.Lake.Public;
using Talentys.Lake.Reading;
using Talentys.Lake.Stores;
using Talentys.Lake.Tables;
using Talentys.Lake.Types;

namespace Talentys.Lake.Planning;

/// <summary>A table at a version whose files are looked for when it is known what is asked of them.</summary>
/// <param name="Place">Where it is.</param>
/// <param name="Metadata">Its metadata.</param>
/// <param name="Snapshot">The version.</param>
/// <param name="Schema">The columns that readers see.</param>
internal sealed record PlannedTable(TablePlace Place, TableMetadata Metadata, Snapshot Snapshot, IcebergSchema Schema)
{
    /// <summary>Tells the version and its columns from others of the table.</summary>
    public string Version => string.Create(CultureInfo.InvariantCulture, $"{Snapshot.SnapshotId}.{Schema.SchemaId}");
}

/// <summary>Plans scans of tables with many files: only those that may have what is asked for are made into a SELECT.</summary>
internal sealed class TablePlanner(TableFiles files, ManifestIndexes indexes, ScanPlanner scans, IObjectStore objects)
{
    private static readonly int AtOnce = Math.Max(2, Environment.ProcessorCount);

    /// <summary>The files that a statement needs which asks for rows of any of the filters.</summary>
    public async Task<TableScan> PlanAsync(string tableId, PlannedTable table, IReadOnlyList<ScanFilter> anyOf, CancellationToken cancellationToken)
    {
        var manifests = await files.ManifestsAsync(table.Place, table.Snapshot, cancellationToken);
        var columns = UniqueNames.Of(table.Schema.Fields);
        var view = new TableView(table.Metadata, table.Schema with { Fields = columns });
        var selected = await SelectAsync(table, manifests, [.. anyOf.Select(filter => FilePredicate.Of(filter, view.Schema))], cancellationToken);
        var sql = ScanSql.Of(columns, await scans.PlanAsync(table.Place, view, selected, cancellationToken));
        var all = manifests.Where(manifest => !manifest.IsDeletes).Sum(manifest => (long)(manifest.AddedFiles ?? 0) + (manifest.ExistingFiles ?? 0));
        var version = $"{tableId}@{table.Version}#{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql)))[..16]}";
        return new TableScan(sql, version, selected.Data.Count, Math.Max(all, selected.Data.Count))
        {
            Rows = selected.Data.Sum(one => one.File.Rows),
            Bytes = selected.Data.Sum(one => one.File.Bytes),
        };
    }

    /// <summary>The files that may have rows of any of the filters, and all deletes of the version.</summary>
    public async Task<LiveFiles> SelectAsync(
        PlannedTable table, IReadOnlyList<ManifestFile> manifests, IReadOnlyList<FilePredicate> anyOf, CancellationToken cancellationToken)
    {
        var wanted = manifests.Where(manifest => manifest is { IsDeletes: false, HasLiveFiles: true }).ToList();
        var data = new IReadOnlyList<LiveFile>[wanted.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, wanted.Count, options, async (i, token) =>
        {
            var filters = anyOf.Where(filter => FileSelection.MayHave(wanted[i], table.Metadata, filter)).ToList();
            data[i] = filters.Count == 0 ? [] : await OfAsync(table, wanted[i], index => Data(table, index, FileSelection.Rows(index, filters)), token);
        });

        var kept = data.SelectMany(one => one).OrderBy(file => file.Sequence).ToList(); // as rows were written
        var deletes = kept.Count == 0 ? [] : await DeletesAsync(table, manifests, cancellationToken);
        return new LiveFiles(kept, deletes);
    }

    /// <summary>Looks at the index of a manifest; when it turns out to be damaged it is made again, once.</summary>
    public async Task<T> OfAsync<T>(PlannedTable table, ManifestFile manifest, Func<ManifestIndex, T> look, CancellationToken cancellationToken)
    {
        var index = await indexes.FindAsync(table.Place, manifest, cancellationToken);
        try
        {
            return look(index);
        }
        catch (Exception damage) when (damage is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return look(await indexes.AgainAsync(table.Place, manifest, cancellationToken));
        }
    }

    private List<LiveFile> Data(PlannedTable table, ManifestIndex index, IReadOnlyList<int> rows)
    {
        var written = index.Head.Physical ? table.Metadata.SchemaById(index.Head.SchemaId) : null;
        return [.. index.Files(rows).Select(one => Live(table.Place, one.File, one.Sequence, written))];
    }

    private async Task<IReadOnlyList<LiveFile>> DeletesAsync(PlannedTable table, IReadOnlyList<ManifestFile> manifests, CancellationToken cancellationToken)
    {
        var deletes = new List<LiveFile>();
        foreach (var manifest in manifests.Where(manifest => manifest is { IsDeletes: true, HasLiveFiles: true }))
        {
            var content = await files.ContentAsync(table.Place, manifest, cancellationToken);
            var written = content.Physical ? table.Metadata.SchemaById(content.SchemaId) : null;
            deletes.AddRange(content.Entries.Where(entry => entry.Status != EntryStatus.Deleted)
                .Select(entry => Live(table.Place, entry.File, entry.SequenceNumber ?? 0, written)));
        }

        return deletes;
    }

    private LiveFile Live(TablePlace place, ContentFile file, long sequence, IcebergSchema? written)
    {
        TableReader.CheckFormat(file);
        return new LiveFile(file, objects.ReadPath(place.Resolve(file.Path))!, sequence, PartitionKey.Of(file), written);
    }
}
