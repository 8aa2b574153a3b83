using System.Globalization;
using System.Text.Json;
using Talentys.Lake.Avro;
using Talentys.Lake.Manifests;
using Talentys.Lake.Partitions;

namespace Talentys.Lake.Planning;

/// <summary>
/// Reads the data files of a manifest straight into columns. Manifests that are told in other words than the usual ones
/// (fields without ids, maps of another make) go through <see cref="ManifestContent"/>.
/// </summary>
internal sealed class IndexReader
{
    private readonly IndexBuilder builder = new();
    private readonly ManifestFile manifest;
    private readonly AvroSchema.Record entry;
    private readonly AvroSchema.Record file;
    private readonly PartitionRecordReader partition;

    private IndexReader(ManifestFile manifest, AvroSchema.Record entry, AvroSchema.Record file, PartitionSpec spec)
    {
        (this.manifest, this.entry, this.file) = (manifest, entry, file);
        partition = new PartitionRecordReader(ManifestFields.Record(file.Fields.FirstOrDefault(field => field.FieldId == 102)?.Type), spec);
    }

    /// <summary>The index of a manifest: its head and its sections.</summary>
    /// <exception cref="InvalidDataException">The manifest is broken.</exception>
    public static (IndexHead Head, IReadOnlyList<(IndexSection Section, byte[] Data)> Sections) Read(ReadOnlyMemory<byte> bytes, ManifestFile manifest)
    {
        var avro = AvroFile.Parse(bytes);
        if (avro.Schema is not AvroSchema.Record entry || File(entry) is not { } file || !IsUsual(entry, file) || SpecOf(avro, manifest) is not { } spec)
        {
            return Slowly(ManifestContent.Parse(bytes, manifest));
        }

        var reader = new IndexReader(manifest, entry, file, spec);
        var buffer = Array.Empty<byte>();
        foreach (var (rows, stored) in avro.Blocks)
        {
            var data = new AvroReader(AvroCodec.Restore(avro.Codec, stored, ref buffer).Span);
            for (var i = 0; i < rows; i++)
            {
                reader.Entry(ref data);
            }
        }

        var schema = int.TryParse(avro.Metadata.GetValueOrDefault("schema-id"), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;
        return Finish(reader.builder, schema, ManifestContent.IsPhysical(avro), spec);
    }

    private static (IndexHead, IReadOnlyList<(IndexSection, byte[])>) Finish(IndexBuilder builder, int schema, bool physical, PartitionSpec spec)
    {
        var (prefix, sections) = builder.Finish();
        return (new IndexHead(builder.Count, schema, physical, spec, prefix), sections);
    }

    private static (IndexHead, IReadOnlyList<(IndexSection, byte[])>) Slowly(ManifestContent content)
    {
        var builder = new IndexBuilder();
        foreach (var one in content.Entries.Where(one => one.Status != EntryStatus.Deleted && one.File.Content == FileContent.Data))
        {
            var told = one.File;
            builder.Path(System.Text.Encoding.UTF8.GetBytes(told.Path));
            builder.Number(SectionKind.Rows, 0, told.Rows);
            builder.Number(SectionKind.Bytes, 0, told.Bytes);
            builder.Number(SectionKind.Sequences, 0, one.SequenceNumber ?? 0);
            builder.Partition(told.Partition);
            Format(builder, told.Format, told.KeyMetadata is not null);
            Numbers(SectionKind.NullCounts, told.NullCounts);
            Numbers(SectionKind.ValueCounts, told.ValueCounts);
            Numbers(SectionKind.NanCounts, told.NanCounts);
            Bounds(SectionKind.Lower, told.LowerBounds);
            Bounds(SectionKind.Upper, told.UpperBounds);
            foreach (var leaf in told.ColumnSizes?.Keys.Order() ?? Enumerable.Empty<int>())
            {
                builder.Leaf(leaf);
            }

            builder.End(keep: true, told.ColumnSizes is not null);
        }

        return Finish(builder, content.SchemaId, content.Physical, content.Spec);

        void Numbers(SectionKind kind, IReadOnlyDictionary<int, long>? map)
        {
            foreach (var (field, number) in map ?? new Dictionary<int, long>())
            {
                builder.Number(kind, field, number);
            }
        }

        void Bounds(SectionKind kind, IReadOnlyDictionary<int, byte[]>? map)
        {
            foreach (var (field, bound) in map ?? new Dictionary<int, byte[]>())
            {
                builder.Bound(kind, field, bound);
            }
        }
    }

    private static void Format(IndexBuilder builder, string format, bool encrypted)
    {
        if (format != ContentFile.Parquet || encrypted)
        {
            builder.Format(encrypted ? format + IndexHead.Encrypted : format);
        }
    }

    private static AvroSchema.Record? File(AvroSchema.Record entry) => ManifestFields.Record(entry.Fields.FirstOrDefault(field => field.FieldId == 2)?.Type);

    private static bool IsUsual(AvroSchema.Record entry, AvroSchema.Record file) =>
        entry.Fields.Concat(file.Fields).All(field => field.FieldId is not null)
        && entry.Fields.Any(field => field.FieldId == 0) && file.Fields.Any(field => field.FieldId == 100) && file.Fields.Any(field => field.FieldId == 103)
        && file.Fields.All(field => field.FieldId is not (108 or 109 or 110 or 137 or 125 or 128) || IsPairs(field.Type, field.FieldId is 125 or 128));

    private static bool IsPairs(AvroSchema type, bool bounds)
    {
        var array = type is AvroSchema.Union union ? union.Branches.FirstOrDefault(branch => branch is AvroSchema.Array) : type;
        return array is AvroSchema.Array { Items: AvroSchema.Record { Fields: [{ Name: "key", Type: var key }, { Name: "value", Type: var value }] } }
            && key is AvroSchema.Primitive { Kind: AvroKind.Int }
            && (bounds ? value is AvroSchema.Primitive { Kind: AvroKind.Bytes } : value is AvroSchema.Primitive { Kind: AvroKind.Long });
    }

    private static PartitionSpec? SpecOf(AvroFile avro, ManifestFile manifest)
    {
        if (!avro.Metadata.TryGetValue("partition-spec", out var text) || text.Length == 0)
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(text);
            return new PartitionSpec(manifest.PartitionSpecId, PartitionSpecJson.ReadFields(json.RootElement));
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException($"The partition spec of a manifest is broken: {broken.Message}", broken);
        }
    }

    private void Entry(ref AvroReader data)
    {
        var (status, sequence, keep, told) = (0L, (long?)null, true, false);
        foreach (var field in entry.Fields)
        {
            if (AvroValue.Branch(ref data, field.Type) is not { } type)
            {
                continue;
            }

            switch (field.FieldId)
            {
                case 0:
                    status = AvroValue.Long(ref data, type);
                    break;
                case 3:
                    sequence = AvroValue.Long(ref data, type);
                    break;
                case 2:
                    (keep, told) = DataFile(ref data);
                    break;
                default:
                    AvroDatum.Skip(ref data, type);
                    break;
            }
        }

        if (status is < 0 or > 2)
        {
            throw new InvalidDataException("A manifest entry has a status that is not known.");
        }

        // spec, "Sequence number inheritance": what was added has the number of its manifest, and in version 1 all have 0
        builder.Number(SectionKind.Sequences, 0, sequence ?? (status == (int)EntryStatus.Added ? manifest.SequenceNumber : 0));
        builder.End(keep && status != (int)EntryStatus.Deleted, told);
    }

    private (bool Keep, bool Told) DataFile(ref AvroReader data)
    {
        var (keep, told, encrypted, format) = (true, false, false, ContentFile.Parquet);
        foreach (var field in file.Fields)
        {
            if (AvroValue.Branch(ref data, field.Type) is not { } type)
            {
                continue;
            }

            switch (field.FieldId)
            {
                case 134:
                    keep = AvroValue.Long(ref data, type) == (int)FileContent.Data;
                    break;
                case 100:
                    builder.Path(data.ReadBytes());
                    break;
                case 101:
                    var word = data.ReadBytes();
                    format = word.SequenceEqual("PARQUET"u8) ? ContentFile.Parquet : System.Text.Encoding.UTF8.GetString(word).ToUpperInvariant();
                    break;
                case 102 when type is AvroSchema.Record record:
                    builder.Partition(partition.Read(ref data, record));
                    break;
                case 103:
                    builder.Number(SectionKind.Rows, 0, AvroValue.Long(ref data, type));
                    break;
                case 104:
                    builder.Number(SectionKind.Bytes, 0, AvroValue.Long(ref data, type));
                    break;
                case 108:
                    told = true;
                    Leaves(ref data);
                    break;
                case 109:
                    Numbers(ref data, SectionKind.ValueCounts);
                    break;
                case 110:
                    Numbers(ref data, SectionKind.NullCounts);
                    break;
                case 137:
                    Numbers(ref data, SectionKind.NanCounts);
                    break;
                case 125:
                    Bounds(ref data, SectionKind.Lower);
                    break;
                case 128:
                    Bounds(ref data, SectionKind.Upper);
                    break;
                case 131:
                    encrypted = true;
                    AvroDatum.Skip(ref data, type);
                    break;
                default:
                    AvroDatum.Skip(ref data, type);
                    break;
            }
        }

        if (file.Fields.All(field => field.FieldId != 102))
        {
            builder.Partition([]);
        }

        Format(builder, format, encrypted);
        return (keep, told);
    }

    private void Leaves(ref AvroReader data)
    {
        for (var block = data.ReadBlock(); block > 0; block = data.ReadBlock())
        {
            for (var i = 0; i < block; i++)
            {
                builder.Leaf((int)data.ReadLong());
                data.ReadLong();
            }
        }
    }

    private void Numbers(ref AvroReader data, SectionKind kind)
    {
        for (var block = data.ReadBlock(); block > 0; block = data.ReadBlock())
        {
            for (var i = 0; i < block; i++)
            {
                var field = (int)data.ReadLong();
                builder.Number(kind, field, data.ReadLong());
            }
        }
    }

    private void Bounds(ref AvroReader data, SectionKind kind)
    {
        for (var block = data.ReadBlock(); block > 0; block = data.ReadBlock())
        {
            for (var i = 0; i < block; i++)
            {
                var field = (int)data.ReadLong();
                builder.Bound(kind, field, data.ReadBytes());
            }
        }
    }
}
