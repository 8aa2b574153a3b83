using Talentys.Lake.Avro;
using Talentys.Lake.Types;

namespace Talentys.Lake.Manifests;

/// <summary>Writes manifest entries by <see cref="ManifestSchemas.Entry"/>: the order here is the order there.</summary>
/// <param name="types">Types of the partition values.</param>
internal sealed class ManifestEntryWriter(IReadOnlyList<IcebergType.Primitive> types)
{
    /// <summary>Writes an entry.</summary>
    public void Write(AvroWriter writer, ManifestEntry entry)
    {
        var file = entry.File;
        writer.WriteLong((int)entry.Status);
        WriteOptional(writer, entry.SnapshotId);
        WriteOptional(writer, entry.SequenceNumber);
        WriteOptional(writer, entry.FileSequenceNumber);
        writer.WriteLong((int)file.Content);
        writer.WriteString(file.Path);
        writer.WriteString(file.Format);
        for (var i = 0; i < types.Count; i++)
        {
            PartitionAvro.Write(writer, types[i], i < file.Partition.Count ? file.Partition[i] : null);
        }

        writer.WriteLong(file.Rows);
        writer.WriteLong(file.Bytes);
        WriteNumbers(writer, file.ColumnSizes);
        WriteNumbers(writer, file.ValueCounts);
        WriteNumbers(writer, file.NullCounts);
        WriteNumbers(writer, file.NanCounts);
        WriteBounds(writer, file.LowerBounds);
        WriteBounds(writer, file.UpperBounds);
        WriteOptional(writer, file.KeyMetadata, static (to, bytes) => to.WriteBytes(bytes));
        WriteOptional(writer, file.SplitOffsets is { Count: > 0 } offsets ? offsets : null, WriteList);
        WriteOptional(writer, file.EqualityIds, static (to, ids) => WriteList(to, [.. ids.Select(id => (long)id)]));
        WriteOptional(writer, file.SortOrderId);
        WriteOptional(writer, file.ReferencedDataFile, static (to, path) => to.WriteString(path));
    }

    private static void WriteOptional(AvroWriter writer, long? value)
    {
        writer.WriteLong(value is null ? 0 : 1);
        if (value is { } present)
        {
            writer.WriteLong(present);
        }
    }

    private static void WriteOptional<T>(AvroWriter writer, T? value, Action<AvroWriter, T> write)
        where T : class
    {
        writer.WriteLong(value is null ? 0 : 1);
        if (value is not null)
        {
            write(writer, value);
        }
    }

    private static void WriteList(AvroWriter writer, IReadOnlyList<long> items)
    {
        if (items.Count > 0)
        {
            writer.WriteLong(items.Count);
            foreach (var item in items)
            {
                writer.WriteLong(item);
            }
        }

        writer.WriteLong(0);
    }

    private static void WriteNumbers(AvroWriter writer, IReadOnlyDictionary<int, long>? map) =>
        WriteMap(writer, map, static (to, value) => to.WriteLong(value));

    private static void WriteBounds(AvroWriter writer, IReadOnlyDictionary<int, byte[]>? map) =>
        WriteMap(writer, map, static (to, value) => to.WriteBytes(value));

    private static void WriteMap<T>(AvroWriter writer, IReadOnlyDictionary<int, T>? map, Action<AvroWriter, T> value)
    {
        writer.WriteLong(map is null ? 0 : 1);
        if (map is null)
        {
            return;
        }

        if (map.Count > 0)
        {
            writer.WriteLong(map.Count);
            foreach (var (key, item) in map)
            {
                writer.WriteLong(key);
                value(writer, item);
            }
        }

        writer.WriteLong(0);
    }
}
