using Talentys.Lake.Avro;

namespace Talentys.Lake.Manifests;

/// <summary>Entries of manifests straight from and to Avro, without objects between. Fields are found by id; unknown ones are read over.</summary>
internal static class ManifestEntryCodec
{
    private delegate T ReadValue<out T>(ref AvroReader reader);

    /// <summary>Writes an entry by <see cref="ManifestSchemas.Entry"/>: the order here is the order there.</summary>
    public static void Write(AvroWriter writer, ManifestEntry entry)
    {
        var file = entry.File;
        writer.WriteLong((int)entry.Status);
        WriteOptional(writer, entry.SnapshotId);
        WriteOptional(writer, entry.SequenceNumber);
        WriteOptional(writer, entry.FileSequenceNumber);
        writer.WriteLong(ManifestFile.DataContent);
        writer.WriteString(file.Path);
        writer.WriteString("PARQUET");
        writer.WriteLong(file.Rows);
        writer.WriteLong(file.Bytes);
        WriteMap(writer, file.ColumnSizes, writer.WriteLong);
        WriteMap(writer, file.ValueCounts, writer.WriteLong);
        WriteMap(writer, file.NullCounts, writer.WriteLong);
        WriteMap(writer, file.NanCounts, writer.WriteLong);
        WriteMap(writer, file.LowerBounds, value => writer.WriteBytes(value));
        WriteMap(writer, file.UpperBounds, value => writer.WriteBytes(value));
        writer.WriteLong(0);
        if (file.SplitOffsets is { Count: > 0 } offsets)
        {
            writer.WriteLong(1);
            writer.WriteLong(offsets.Count);
            foreach (var offset in offsets)
            {
                writer.WriteLong(offset);
            }
        }

        writer.WriteLong(0);
        writer.WriteLong(0);
        WriteOptional(writer, 0);
    }

    /// <summary>Reads an entry.</summary>
    public static ManifestEntry Read(ref AvroReader reader, AvroSchema schema)
    {
        var entry = new ManifestEntry(EntryStatus.Existing, null, null, null, null!);
        foreach (var field in ((AvroSchema.Record)schema).Fields)
        {
            var type = Resolve(ref reader, field.Type);
            entry = (field.FieldId, type) switch
            {
                (0, not null) => entry with { Status = (EntryStatus)reader.ReadLong() },
                (1, not null) => entry with { SnapshotId = reader.ReadLong() },
                (3, not null) => entry with { SequenceNumber = reader.ReadLong() },
                (4, not null) => entry with { FileSequenceNumber = reader.ReadLong() },
                (2, AvroSchema.Record file) => entry with { File = ReadFile(ref reader, file) },
                _ => SkipOver(ref reader, type, entry),
            };
        }

        return entry.File is null ? throw new InvalidDataException("A manifest entry has no data file.") : entry;
    }

    private static ContentFile ReadFile(ref AvroReader reader, AvroSchema.Record schema)
    {
        var file = new ContentFile { Path = "", Rows = 0, Bytes = 0 };
        foreach (var field in schema.Fields)
        {
            var type = Resolve(ref reader, field.Type);
            file = (field.FieldId, type) switch
            {
                (_, null) => file,
                (100, _) => file with { Path = reader.ReadString() },
                (103, _) => file with { Rows = reader.ReadLong() },
                (104, _) => file with { Bytes = reader.ReadLong() },
                (108, AvroSchema.Array) => file with { ColumnSizes = ReadMap(ref reader, ReadLong) },
                (109, AvroSchema.Array) => file with { ValueCounts = ReadMap(ref reader, ReadLong) },
                (110, AvroSchema.Array) => file with { NullCounts = ReadMap(ref reader, ReadLong) },
                (137, AvroSchema.Array) => file with { NanCounts = ReadMap(ref reader, ReadLong) },
                (125, AvroSchema.Array) => file with { LowerBounds = ReadMap(ref reader, ReadBytes) },
                (128, AvroSchema.Array) => file with { UpperBounds = ReadMap(ref reader, ReadBytes) },
                (132, AvroSchema.Array) => file with { SplitOffsets = ReadOffsets(ref reader) },
                _ => SkipOver(ref reader, type, file),
            };
        }

        return file;
    }

    /// <summary>The branch that a union takes; null for the null branch, whose value has no bytes.</summary>
    private static AvroSchema? Resolve(ref AvroReader reader, AvroSchema schema)
    {
        if (schema is AvroSchema.Union union)
        {
            var position = reader.ReadLength();
            schema = position < union.Branches.Count ? union.Branches[position] : throw new InvalidDataException("A union takes a branch it does not have.");
        }

        return schema is AvroSchema.Primitive { Kind: AvroKind.Null } ? null : schema;
    }

    private static T SkipOver<T>(ref AvroReader reader, AvroSchema? type, T unchanged)
    {
        if (type is not null)
        {
            AvroDatum.Skip(ref reader, type);
        }

        return unchanged;
    }

    private static long ReadLong(ref AvroReader reader) => reader.ReadLong();

    private static byte[] ReadBytes(ref AvroReader reader) => reader.ReadBytes().ToArray();

    private static Dictionary<int, T> ReadMap<T>(ref AvroReader reader, ReadValue<T> value)
    {
        var map = new Dictionary<int, T>();
        for (var count = reader.ReadBlock(); count > 0; count = reader.ReadBlock())
        {
            for (var i = 0; i < count; i++)
            {
                map[(int)reader.ReadLong()] = value(ref reader);
            }
        }

        return map;
    }

    private static List<long> ReadOffsets(ref AvroReader reader)
    {
        var offsets = new List<long>();
        for (var count = reader.ReadBlock(); count > 0; count = reader.ReadBlock())
        {
            for (var i = 0; i < count; i++)
            {
                offsets.Add(reader.ReadLong());
            }
        }

        return offsets;
    }

    private static void WriteOptional(AvroWriter writer, long? value)
    {
        writer.WriteLong(value is null ? 0 : 1);
        if (value is { } present)
        {
            writer.WriteLong(present);
        }
    }

    private static void WriteMap<T>(AvroWriter writer, IReadOnlyDictionary<int, T>? map, Action<T> value)
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
                value(item);
            }
        }

        writer.WriteLong(0);
    }
}
