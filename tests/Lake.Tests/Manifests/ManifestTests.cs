using System.Diagnostics;
using System.Numerics;
using System.Text.Json.Nodes;
using CsCheck;
using Talentys.Lake.Avro;
using Talentys.Lake.Manifests;
using Talentys.Lake.Partitions;
using Talentys.Lake.Types;

namespace Talentys.Lake.Tests.Manifests;

public sealed class ManifestTests
{
    private static readonly IcebergSchema Schema = new(3,
    [
        Column(1, "flag", new(PrimitiveKind.Boolean)),
        Column(2, "small", new(PrimitiveKind.Int)),
        Column(3, "big", new(PrimitiveKind.Long)),
        Column(4, "ratio", new(PrimitiveKind.Float)),
        Column(5, "number", new(PrimitiveKind.Double)),
        Column(6, "price", new(PrimitiveKind.Decimal, 9, 2)),
        Column(7, "sum", new(PrimitiveKind.Decimal, 38, 10)),
        Column(8, "born on", new(PrimitiveKind.Date)),
        Column(9, "at", new(PrimitiveKind.Time)),
        Column(10, "ts", new(PrimitiveKind.Timestamp)),
        Column(11, "tz", new(PrimitiveKind.TimestampTz)),
        Column(12, "name", new(PrimitiveKind.String)),
        Column(13, "key", new(PrimitiveKind.Uuid)),
        Column(14, "hash", new(PrimitiveKind.Fixed, 5)),
        Column(15, "blob", new(PrimitiveKind.Binary)),
        Column(16, "key2", new(PrimitiveKind.Uuid)),
    ]);

    private static readonly PartitionSpec Spec = new(4,
    [
        .. Schema.Fields.Select((column, at) => new PartitionField(column.Id, 1000 + at, column.Name, new Transform.Identity())),
        new PartitionField(10, 1100, "ts_day", new Transform.Time(TimeUnit.Day)),
        new PartitionField(12, 1101, "name_bucket_16", new Transform.Bucket(16)),
        new PartitionField(3, 1102, "big gone", new Transform.Void()),
        new PartitionField(3, 1103, "2 big/é", new Transform.Truncate(10)),
        new PartitionField(3, 1104, "big_x20gone", new Transform.Truncate(10)),
    ]);

    private static readonly Gen<BigInteger> Price = Gen.Long[-999_999_999, 999_999_999].Select(value => (BigInteger)value);
    private static readonly Gen<BigInteger> Sum = Gen.Select(Gen.Long, Gen.Long[0, 9_999_999_999_999_999]).Select((high, low) => (high * BigInteger.Pow(10, 17)) + low);
    private static readonly Gen<string> Text = Gen.String.Where(text => !text.Any(char.IsSurrogate));

    private static readonly Gen<object?>[] Values =
    [
        Gen.Bool.Select(value => (object?)value), Gen.Int.Select(value => (object?)value), Gen.Long.Select(value => (object?)value),
        Gen.Float.Select(value => (object?)value), Gen.Double.Select(value => (object?)value), Price.Select(value => (object?)value),
        Sum.Select(value => (object?)value), Gen.Int.Select(value => (object?)value), Gen.Long.Select(value => (object?)value),
        Gen.Long.Select(value => (object?)value), Gen.Long.Select(value => (object?)value), Text.Select(value => (object?)value),
        Gen.Byte.Array[16].Select(value => (object?)value), Gen.Byte.Array[5].Select(value => (object?)value),
        Gen.Byte.Array[0, 9].Select(value => (object?)value), Gen.Byte.Array[16].Select(value => (object?)value),
        Gen.Int.Select(value => (object?)value), Gen.Int[0, 15].Select(value => (object?)value), Gen.Const((object?)null),
        Gen.Long.Select(value => (object?)value), Gen.Long.Select(value => (object?)value),
    ];

    private static readonly Gen<object?[]> Partition = Values.Aggregate(
        Gen.Const(Array.Empty<object?>()),
        (row, value) => Gen.Select(row, value, Gen.Int[0, 5], (before, next, isNull) => (object?[])[.. before, isNull == 0 ? null : next]));

    private static readonly Gen<ManifestEntry> Entry =
        from status in Gen.Int[0, 2]
        from path in Text.Where(text => text.Length > 0)
        from partition in Partition
        from rows in Gen.Long[0, long.MaxValue]
        from numbers in Gen.Dictionary(Gen.Int, Gen.Long)[0, 5]
        from bounds in Gen.Dictionary(Gen.Int, Gen.Byte.Array[0, 20])[0, 5]
        from key in Gen.Byte.Array[0, 5]
        from offsets in Gen.Long.List[1, 4]
        from missing in Gen.Bool
        select new ManifestEntry((EntryStatus)status, 7, 8, 9, new ContentFile
        {
            Content = missing ? FileContent.EqualityDeletes : FileContent.PositionDeletes,
            Path = path,
            Format = missing ? "PARQUET" : "AVRO",
            SpecId = 4,
            Partition = partition,
            Rows = rows,
            Bytes = rows,
            ColumnSizes = missing ? null : numbers,
            ValueCounts = numbers,
            NullCounts = missing ? null : numbers,
            NanCounts = numbers,
            LowerBounds = bounds,
            UpperBounds = missing ? null : bounds,
            SplitOffsets = missing ? null : offsets,
            EqualityIds = missing ? [1, 2] : null,
            SortOrderId = missing ? 3 : null,
            ReferencedDataFile = missing ? null : path,
            KeyMetadata = missing ? key : null,
        });

    [Fact]
    public void Entries_with_partition_values_of_all_types_come_back_as_they_were_written() => Entry.List[0, 12].Sample(entries =>
    {
        var content = ManifestContent.Of(Schema, Spec, entries) with { Deletes = true };
        var row = content.Describe("m.avro", 1, 5, 6);
        var read = ManifestContent.Parse(content.Write(), row);
        Assert.Equal(content.PartitionTypes, read.PartitionTypes);
        Assert.Equal(content.Spec, read.Spec);
        Assert.Equal((3, true, false, content.SchemaJson), (read.SchemaId, read.Deletes, read.Physical, read.SchemaJson));
        Assert.Equivalent(entries, read.Entries, strict: true);

        var list = ManifestListFile.Parse(ManifestListFile.Write(5, null, 6, [row with { KeyMetadata = [1] }]));
        Assert.Equivalent(row with { KeyMetadata = [1] }, Assert.Single(list), strict: true);
    }, iter: 50);

    [Fact]
    public void The_list_tells_the_least_and_the_greatest_partition_value_and_nulls_and_nan()
    {
        var spec = new PartitionSpec(1, [Field(5, 1000, "number"), Field(12, 1001, "name")]);
        object?[][] partitions = [[2d, "b"], [double.NaN, "a"], [-1d, null]];
        var content = ManifestContent.Of(Schema, spec, [.. partitions.Select(values => new ManifestEntry(
            EntryStatus.Added, null, null, null, new ContentFile { Path = "x", Rows = 2, Bytes = 3, SpecId = 1, Partition = values }))]);
        var row = content.Describe("m", 10, 11, 12);
        Assert.Equal((3, 6L, 0, 12L, 1), (row.AddedFiles, row.AddedRows, row.ExistingFiles, row.MinSequenceNumber, row.PartitionSpecId));
        Assert.Equal((false, true), (row.Partitions![0].ContainsNull, row.Partitions[0].ContainsNan));
        Assert.Equal((true, false), (row.Partitions[1].ContainsNull, row.Partitions[1].ContainsNan));
        Assert.Equal([-1d, 2d], row.Partitions.Take(1).SelectMany(one => new[] { one.Lower, one.Upper }).Select(bytes => BitConverter.ToDouble(bytes)));
        Assert.Equal("a"u8.ToArray(), row.Partitions[1].Lower);
        Assert.Equal("b"u8.ToArray(), row.Partitions[1].Upper);
        Assert.All(ManifestContent.Parse(content.Write(), row).Entries, entry => Assert.Equal((11L, 12L, 12L), (entry.SnapshotId, entry.SequenceNumber, entry.FileSequenceNumber)));
    }

    [Fact]
    public void The_schema_has_the_types_and_names_that_other_engines_expect()
    {
        var text = AvroFile.Parse(ManifestContent.Of(Schema, Spec, []).Write()).Metadata["avro.schema"];
        var file = JsonNode.Parse(text)!["fields"]!.AsArray().Single(field => (string)field!["name"]! == "data_file")!["type"]!;
        var partition = file["fields"]!.AsArray().Single(field => (string)field!["name"]! == "partition")!["type"]!;
        Assert.Equal("r102", (string)partition["name"]!);
        var fields = partition["fields"]!.AsArray().ToDictionary(field => (int)field!["field-id"]!, field => (Name: (string)field!["name"]!, Type: field["type"]![1]!.ToJsonString()));
        Assert.Equal(("born_x20on", """{"type":"int","logicalType":"date"}"""), fields[1007]);
        Assert.Equal("""{"type":"fixed","name":"decimal_9_2","size":4,"logicalType":"decimal","precision":9,"scale":2}""", fields[1005].Type);
        Assert.Contains("\"size\":16", fields[1006].Type, StringComparison.Ordinal);
        Assert.Equal("""{"type":"long","logicalType":"timestamp-micros","adjust-to-utc":true}""", fields[1010].Type);
        Assert.Equal("""{"type":"fixed","name":"uuid_fixed","size":16,"logicalType":"uuid"}""", fields[1012].Type);
        Assert.Equal("\"uuid_fixed\"", fields[1015].Type);
        Assert.Equal(("big_x20gone", "_2_x20big_x2F_xE9", "big_x20gone_1104"), (fields[1102].Name, fields[1103].Name, fields[1104].Name));
    }

    [Fact]
    public void Damaged_manifests_are_refused_and_never_run_away()
    {
        var entries = Entry.List[3, 3].Single();
        var content = ManifestContent.Of(Schema, Spec, entries);
        var row = content.Describe("m", 1, 2, 3);
        Damage(content.Write(), bytes => ManifestContent.Parse(bytes, row));
        Damage(Raw(content.Write()), bytes => ManifestContent.Parse(bytes, row));
        Damage(ManifestListFile.Write(1, 2, 3, [row, row]), bytes => ManifestListFile.Parse(bytes));
    }

    [Fact]
    public void Ten_thousand_files_are_written_and_read_at_once()
    {
        var file = Entry.Single() with { Status = EntryStatus.Added };
        var content = ManifestContent.Of(Schema, Spec, [.. Enumerable.Range(0, 10_000).Select(number => file with { File = file.File with { Path = $"p{number}" } })]);
        var watch = Stopwatch.StartNew();
        var bytes = content.Write();
        var read = ManifestContent.Parse(bytes, content.Describe("m", bytes.Length, 1, 2));
        Assert.Equal(10_000, read.Entries.Count);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"It took {watch.Elapsed}.");
    }

    private static void Damage(byte[] good, Action<byte[]> read) =>
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte, Gen.Int[1, good.Length], Gen.Bool).Sample((at, value, length, cut) =>
        {
            var bad = cut ? good[..length] : [.. good];
            bad[at % bad.Length] = value;
            var failure = Record.Exception(() => read(bad));
            Assert.True(failure is null or InvalidDataException, failure?.ToString());
        }, iter: 1500);

    /// <summary>The same file without compression, so that damage reaches the values.</summary>
    private static byte[] Raw(byte[] file)
    {
        var parsed = AvroFile.Parse(file);
        return AvroFile.Write(
            parsed.Metadata["avro.schema"],
            parsed.Metadata.Where(pair => !pair.Key.StartsWith("avro.", StringComparison.Ordinal)),
            parsed.Rows((ref AvroReader reader, AvroSchema schema) => AvroDatum.Read(ref reader, schema)),
            (writer, row) => AvroDatum.Write(writer, parsed.Schema, row),
            AvroCodec.None);
    }

    private static NestedField Column(int id, string name, IcebergType.Primitive type) => new(id, name, false, type);

    private static PartitionField Field(int source, int id, string name) => new(source, id, name, new Transform.Identity());
}
