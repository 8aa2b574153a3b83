using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Talentys.Lake.Manifests;
using Talentys.Lake.Metadata;
using Talentys.Lake.Reading;
using Talentys.Lake.Stores;
using Talentys.Lake.Tables;
using Talentys.Lake.Types;

namespace Talentys.Lake.MetadataTables;

/// <summary>Rows that the manifests of a version tell.</summary>
internal sealed class VersionRows(TableFiles files, IObjectStore objects, TablePlace place, TableMetadata metadata, Snapshot? snapshot)
{
    private readonly Dictionary<int, IcebergType.Primitive> types = metadata.Schemas.Append(metadata.CurrentSchema)
        .SelectMany(schema => schema.Leaves()).GroupBy(leaf => leaf.Id).ToDictionary(leaf => leaf.Key, leaf => leaf.Last().Type);

    /// <summary>Manifests.</summary>
    public async IAsyncEnumerable<Action<Utf8JsonWriter>> ManifestsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var manifest in await ListAsync(cancellationToken))
        {
            yield return row =>
            {
                row.WriteNumber("content", manifest.Content);
                row.WriteString("path", manifest.Path);
                row.WriteNumber("length", manifest.Length);
                row.WriteNumber("partition_spec_id", manifest.PartitionSpecId);
                row.WriteNumber("sequence_number", manifest.SequenceNumber);
                row.WriteNumber("min_sequence_number", manifest.MinSequenceNumber);
                row.WriteNumber("added_snapshot_id", manifest.AddedSnapshotId);
                int? data = manifest.IsDeletes ? 0 : null, deletes = manifest.IsDeletes ? null : 0;
                TableRows.Number(row, "added_data_files_count", data ?? manifest.AddedFiles);
                TableRows.Number(row, "existing_data_files_count", data ?? manifest.ExistingFiles);
                TableRows.Number(row, "deleted_data_files_count", data ?? manifest.DeletedFiles);
                TableRows.Number(row, "added_delete_files_count", deletes ?? manifest.AddedFiles);
                TableRows.Number(row, "existing_delete_files_count", deletes ?? manifest.ExistingFiles);
                TableRows.Number(row, "deleted_delete_files_count", deletes ?? manifest.DeletedFiles);
                TableRows.Number(row, "added_rows_count", manifest.AddedRows);
                TableRows.Number(row, "existing_rows_count", manifest.ExistingRows);
                TableRows.Number(row, "deleted_rows_count", manifest.DeletedRows);
                Summaries(row, manifest);
            };
        }
    }

    /// <summary>Files, or entries with the files that were removed.</summary>
    public async IAsyncEnumerable<Action<Utf8JsonWriter>> FilesAsync(bool entries, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var manifest in await ListAsync(cancellationToken))
        {
            var content = await ContentAsync(manifest, cancellationToken);
            foreach (var entry in content.Entries.Where(entry => entries || entry.Status != EntryStatus.Deleted))
            {
                yield return row =>
                {
                    if (entries)
                    {
                        row.WriteNumber("status", (int)entry.Status);
                        TableRows.Number(row, "snapshot_id", entry.SnapshotId);
                        TableRows.Number(row, "sequence_number", entry.SequenceNumber);
                        TableRows.Number(row, "file_sequence_number", entry.FileSequenceNumber);
                    }

                    File(row, content, entry.File);
                };
            }
        }
    }

    /// <summary>Partitions, in no order.</summary>
    public async IAsyncEnumerable<Action<Utf8JsonWriter>> PartitionsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var found = new Dictionary<PartitionKey, Totals>();
        foreach (var manifest in await ListAsync(cancellationToken))
        {
            var content = await ContentAsync(manifest, cancellationToken);
            foreach (var entry in content.Entries.Where(entry => entry.Status != EntryStatus.Deleted))
            {
                var key = PartitionKey.Of(entry.File);
                if (!found.TryGetValue(key, out var totals))
                {
                    found[key] = totals = new Totals(content, entry.File);
                }

                totals.Add(entry);
            }
        }

        var times = metadata.Snapshots.ToDictionary(one => one.SnapshotId, one => one.TimestampMs);
        foreach (var totals in found.Values)
        {
            yield return row =>
            {
                Partition(row, totals.Content, totals.First);
                row.WriteNumber("spec_id", totals.First.SpecId);
                row.WriteNumber("record_count", totals.Rows);
                row.WriteNumber("file_count", totals.Files);
                row.WriteNumber("total_data_file_size_in_bytes", totals.Bytes);
                row.WriteNumber("position_delete_record_count", totals.PositionRows);
                row.WriteNumber("position_delete_file_count", totals.PositionFiles);
                row.WriteNumber("equality_delete_record_count", totals.EqualityRows);
                row.WriteNumber("equality_delete_file_count", totals.EqualityFiles);
                TableRows.Number(row, "last_updated_at", times.TryGetValue(totals.Latest, out var millis) ? TableRows.Micros(millis) : null);
                row.WriteNumber("last_updated_snapshot_id", totals.Latest);
            };
        }
    }

    private async Task<IReadOnlyList<ManifestFile>> ListAsync(CancellationToken cancellationToken) =>
        snapshot is null ? [] : await files.ManifestsAsync(place, snapshot, cancellationToken);

    // not through the cache: all manifests of a large table would push out what statements need
    private async Task<ManifestContent> ContentAsync(ManifestFile manifest, CancellationToken cancellationToken)
    {
        var location = place.Resolve(manifest.Path);
        try
        {
            return ManifestContent.Parse(await objects.ReadAsync(location, cancellationToken), manifest);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException)
        {
            throw LakeFaults.MetadataBroken(location, failure);
        }
    }

    private void Summaries(Utf8JsonWriter row, ManifestFile manifest)
    {
        var spec = metadata.SpecById(manifest.PartitionSpecId);
        row.WriteStartArray("partition_summaries");
        foreach (var (summary, i) in (manifest.Partitions ?? []).Select((summary, i) => (summary, i)))
        {
            var field = i < spec.Fields.Count ? spec.Fields[i] : null;
            var type = field is not null && types.TryGetValue(field.SourceId, out var source) ? field.Transform.ResultType(source) : null;
            row.WriteStartObject();
            row.WriteBoolean("contains_null", summary.ContainsNull);
            if (summary.ContainsNan is { } nan)
            {
                row.WriteBoolean("contains_nan", nan);
            }

            row.WriteString("lower_bound", type is null ? null : ValueText.Of(field!, type, Value(type, summary.Lower)));
            row.WriteString("upper_bound", type is null ? null : ValueText.Of(field!, type, Value(type, summary.Upper)));
            row.WriteEndObject();
        }

        row.WriteEndArray();
    }

    private static object? Value(IcebergType.Primitive type, byte[]? bytes) => ColumnBounds.Bound(type, bytes, isUpper: false);

    private void File(Utf8JsonWriter row, ManifestContent content, ContentFile file)
    {
        row.WriteNumber("content", (int)file.Content);
        row.WriteString("file_path", file.Path);
        row.WriteString("file_format", file.Format);
        row.WriteNumber("spec_id", file.SpecId);
        Partition(row, content, file);
        row.WriteNumber("record_count", file.Rows);
        row.WriteNumber("file_size_in_bytes", file.Bytes);
        Counts(row, "column_sizes", file.ColumnSizes);
        Counts(row, "value_counts", file.ValueCounts);
        Counts(row, "null_value_counts", file.NullCounts);
        Counts(row, "nan_value_counts", file.NanCounts);
        Bounds(row, "lower_bounds", file.LowerBounds);
        Bounds(row, "upper_bounds", file.UpperBounds);
        Numbers(row, "split_offsets", file.SplitOffsets);
        Numbers(row, "equality_ids", file.EqualityIds?.Select(id => (long)id));
        TableRows.Number(row, "sort_order_id", file.SortOrderId);
    }

    private static void Partition(Utf8JsonWriter row, ManifestContent content, ContentFile file)
    {
        row.WriteStartObject("partition");
        for (var i = 0; i < content.Spec.Fields.Count && i < file.Partition.Count && i < content.PartitionTypes.Count; i++)
        {
            row.WriteString(content.Spec.Fields[i].Name, ValueText.Of(content.Spec.Fields[i], content.PartitionTypes[i], file.Partition[i]));
        }

        row.WriteEndObject();
    }

    private static void Counts(Utf8JsonWriter row, string name, IReadOnlyDictionary<int, long>? counts)
    {
        if (counts is null)
        {
            row.WriteNull(name);
            return;
        }

        row.WriteStartObject(name);
        foreach (var (field, count) in counts)
        {
            row.WriteNumber(field.ToString(CultureInfo.InvariantCulture), count);
        }

        row.WriteEndObject();
    }

    private void Bounds(Utf8JsonWriter row, string name, IReadOnlyDictionary<int, byte[]>? bounds)
    {
        if (bounds is null)
        {
            row.WriteNull(name);
            return;
        }

        row.WriteStartObject(name);
        foreach (var (field, bytes) in bounds)
        {
            var text = types.TryGetValue(field, out var type) ? ValueText.OfBytes(type, bytes) : null;
            row.WriteString(field.ToString(CultureInfo.InvariantCulture), text ?? Convert.ToHexString(bytes));
        }

        row.WriteEndObject();
    }

    private static void Numbers(Utf8JsonWriter row, string name, IEnumerable<long>? numbers)
    {
        if (numbers is null)
        {
            row.WriteNull(name);
            return;
        }

        row.WriteStartArray(name);
        foreach (var number in numbers)
        {
            row.WriteNumberValue(number);
        }

        row.WriteEndArray();
    }

    /// <summary>What a partition holds.</summary>
    private sealed class Totals(ManifestContent content, ContentFile first)
    {
        private long sequence = -1;

        public ManifestContent Content => content;

        public ContentFile First => first;

        public long Rows { get; private set; }

        public long Files { get; private set; }

        public long Bytes { get; private set; }

        public long PositionRows { get; private set; }

        public long PositionFiles { get; private set; }

        public long EqualityRows { get; private set; }

        public long EqualityFiles { get; private set; }

        public long Latest { get; private set; }

        public void Add(ManifestEntry entry)
        {
            switch (entry.File.Content)
            {
                case FileContent.Data:
                    (Rows, Files, Bytes) = (Rows + entry.File.Rows, Files + 1, Bytes + entry.File.Bytes);
                    break;
                case FileContent.PositionDeletes:
                    (PositionRows, PositionFiles) = (PositionRows + entry.File.Rows, PositionFiles + 1);
                    break;
                default:
                    (EqualityRows, EqualityFiles) = (EqualityRows + entry.File.Rows, EqualityFiles + 1);
                    break;
            }

            if ((entry.FileSequenceNumber ?? 0) > sequence)
            {
                (sequence, Latest) = (entry.FileSequenceNumber ?? 0, entry.SnapshotId ?? 0);
            }
        }
    }
}
