using System.Globalization;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Lake.Manifests;
using Talentys.Lake.Stores;
using Talentys.Lake.Tables;
using Talentys.Lake.Types;

namespace Talentys.Lake.Writing;

/// <summary>Lets the engine write Parquet files, gives them to the store and tells what is in them.</summary>
/// <param name="connection">Where the rows are.</param>
/// <param name="objects">Takes the files.</param>
/// <param name="place">Their folder.</param>
/// <param name="layout">How they are made.</param>
/// <param name="fields">Their columns.</param>
/// <param name="prefix">How their names begin.</param>
internal sealed class ParquetCopy(
    DuckConnection connection, IObjectStore objects, TablePlace place, WriteLayout layout, IReadOnlyList<NestedField> fields, string prefix)
{
    /// <summary>Writes rows as they come, into as many files as they need.</summary>
    public async Task<IReadOnlyList<ContentFile>> WriteAsync(string rows, CancellationToken cancellationToken)
    {
        var folder = Path.GetDirectoryName(objects.WritePath($"{place.Data}/{prefix}"))!;
        var several = string.Create(
            CultureInfo.InvariantCulture,
            $"FILE_SIZE_BYTES {layout.TargetBytes}, APPEND true, FILENAME_PATTERN {SqlText.Literal(prefix + "-{uuidv7}")}, ");
        return await CopyAsync(rows, folder, several, cancellationToken);
    }

    /// <summary>Writes rows in their order into one file; null for no rows.</summary>
    public async Task<ContentFile?> WriteOneAsync(string rows, CancellationToken cancellationToken)
    {
        var path = objects.WritePath($"{place.Data}/{prefix}-{Guid.CreateVersion7()}.parquet");
        return (await CopyAsync(rows, path, "", cancellationToken)).SingleOrDefault();
    }

    private async Task<IReadOnlyList<ContentFile>> CopyAsync(string rows, string to, string several, CancellationToken cancellationToken)
    {
        var groups = layout.RowGroupRows.ToString(CultureInfo.InvariantCulture);
        var written = await connection.RowsAsync(
            $"""
            COPY ({rows})
            TO {SqlText.Literal(to)} (
                FORMAT parquet, {layout.Compression}, ROW_GROUP_SIZE {groups}, FIELD_IDS {FieldIds.Of(fields)}, {several}RETURN_STATS true)
            """,
            [],
            cancellationToken);
        var found = new List<(string Path, long Rows, object?[] Row)>(written.Count);
        foreach (var row in written)
        {
            // COPY tells the path as it sees it
            var path = several.Length == 0 ? to : Path.Combine(to, Path.GetFileName((string)row[0]!));
            var count = Convert.ToInt64(row[1], CultureInfo.InvariantCulture);
            if (count == 0)
            {
                File.Delete(path);
                continue;
            }

            found.Add((path, count, row));
        }

        var offsets = await OffsetsAsync([.. found.Select(file => file.Path)], cancellationToken);
        var files = new List<ContentFile>(found.Count);
        foreach (var (path, count, row) in found)
        {
            var location = $"{place.Data}/{Path.GetFileName(path)}";
            var figures = (IReadOnlyDictionary<string, object?>)row[4]!;
            FileStatistics.RefuseNulls(figures, fields);
            var file = FileStatistics.Of(location, count, Convert.ToInt64(row[2], CultureInfo.InvariantCulture), figures, fields, layout.Metrics);
            await LakeFaults.GuardWriteAsync(() => objects.TakeAsync(path, location, cancellationToken));
            files.Add(file with { SplitOffsets = offsets.GetValueOrDefault(path) });
        }

        return files;
    }

    /// <summary>Where the row groups of files begin, from their footers.</summary>
    private async Task<Dictionary<string, List<long>>> OffsetsAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        if (paths.Count == 0)
        {
            return [];
        }

        var rows = await connection.RowsAsync(
            $"""
            SELECT file_name, least(coalesce(nullif(dictionary_page_offset, 0), data_page_offset), data_page_offset)
            FROM parquet_metadata({SqlText.List(paths)}) WHERE column_id = 0 ORDER BY file_name, row_group_id
            """,
            [],
            cancellationToken);
        return rows.GroupBy(row => (string)row[0]!)
            .ToDictionary(group => group.Key, group => group.Select(row => Convert.ToInt64(row[1], CultureInfo.InvariantCulture)).ToList());
    }
}
