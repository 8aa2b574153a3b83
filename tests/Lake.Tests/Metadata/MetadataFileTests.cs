using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Talentys.Kernel;
using Talentys.Lake.Commits;
using Talentys.Lake.Metadata;
using Talentys.Lake.Types;

namespace Talentys.Lake.Tests.Metadata;

public sealed class MetadataFileTests
{
    // shaped as in the spec's field list, with properties of other engines and of later versions
    private const string Example = """
        {"format-version":2,"table-uuid":"9c12d441-03fe-4693-9a96-a0705ddf69c1","location":"s3://bucket/test/location","last-sequence-number":34,
         "last-updated-ms":1602638573590,"last-column-id":7,"current-schema-id":1,
         "schemas":[
           {"type":"struct","schema-id":0,"fields":[{"id":1,"name":"x","required":true,"type":"long"}]},
           {"type":"struct","schema-id":1,"identifier-field-ids":[1],"fields":[
             {"id":1,"name":"x","required":true,"type":"long","doc":"the key"},
             {"id":2,"name":"y","required":false,"type":"decimal(9, 2)"},
             {"id":3,"name":"z","required":false,"type":{"type":"list","element-id":4,"element":"fixed[12]","element-required":true}},
             {"id":5,"name":"m","required":false,"type":{"type":"map","key-id":6,"key":"string","value-id":7,"value":"timestamptz","value-required":false}}]}],
         "partition-specs":[{"spec-id":0,"fields":[{"name":"x","transform":"identity","source-id":1,"field-id":1000}]}],"default-spec-id":0,
         "last-partition-id":1000,"sort-orders":[{"order-id":3,"fields":[{"transform":"identity","source-id":2,"direction":"asc","null-order":"nulls-first"}]}],
         "default-sort-order-id":3,"properties":{"a":"b"},"current-snapshot-id":3055729675574597004,
         "snapshots":[{"snapshot-id":3055729675574597004,"parent-snapshot-id":3051729675574597004,"sequence-number":1,"timestamp-ms":1555100955770,
           "summary":{"operation":"append"},"manifest-list":"s3://a/b/2.avro","schema-id":1,"first-row-id":17}],
         "snapshot-log":[{"snapshot-id":3055729675574597004,"timestamp-ms":1555100955770}],
         "metadata-log":[{"timestamp-ms":1515100,"metadata-file":"s3://bucket/.../v1.json"}],
         "refs":{"main":{"snapshot-id":3055729675574597004,"type":"branch","max-ref-age-ms":10}},
         "statistics":[{"snapshot-id":1,"statistics-path":"s3://x"}],"next-row-id":99}
        """;

    [Fact]
    public void What_other_engines_wrote_survives_reading_and_writing()
    {
        var metadata = MetadataFile.Parse(Encoding.UTF8.GetBytes(Example), "x");
        var written = JsonNode.Parse(MetadataFile.Write(metadata));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Example), written), written!.ToJsonString());
        Assert.Equal(1, metadata.CurrentSchema.SchemaId);
        Assert.Equal(3055729675574597004, metadata.CurrentSnapshot!.SnapshotId);
    }

    private const string VersionOne = """
        {"format-version":1,"location":"s3://bucket/t","last-updated-ms":5,"last-column-id":2,"schema":{"type":"struct","fields":[
           {"id":1,"name":"x","required":true,"type":"long"},{"id":2,"name":"ts","required":false,"type":"timestamptz"}]},
         "partition-spec":[{"name":"x","transform":"identity","source-id":1},{"name":"ts_day","transform":"day","source-id":2}],
         "properties":{"a":"b"},"current-snapshot-id":11,"statistics":null,
         "snapshots":[{"snapshot-id":10,"timestamp-ms":3,"manifests":["s3://bucket/t/m0.avro"]},
           {"snapshot-id":11,"parent-snapshot-id":10,"timestamp-ms":4,"summary":{"operation":"overwrite"},"manifest-list":"s3://bucket/t/l.avro"}]}
        """;

    [Fact]
    public void Version_one_is_read_as_version_two_would_tell_it_and_written_as_that()
    {
        var metadata = Parse(VersionOne);
        Assert.Equal(1, metadata.FormatVersion);
        Assert.Equal(metadata.TableUuid, Parse(VersionOne).TableUuid);
        Assert.Equal(["x", "ts"], metadata.CurrentSchema.Fields.Select(field => field.Name));
        Assert.Equal([1000, 1001], metadata.DefaultSpec.Fields.Select(field => field.FieldId));
        Assert.Equal((1001, 0, 0), (metadata.LastPartitionId, metadata.DefaultSpecId, metadata.DefaultSortOrder.OrderId));
        Assert.Equal([PrimitiveKind.Long, PrimitiveKind.Date], metadata.PartitionTypes(metadata.DefaultSpec).Select(type => type.Kind));
        Assert.Equal(11, metadata.Refs["main"].SnapshotId);
        Assert.Equal([1L, 2L], metadata.Snapshots.Select(metadata.NumberOf));
        Assert.Equal(["s3://bucket/t/m0.avro"], metadata.Snapshots[0].Manifests);

        var written = JsonNode.Parse(MetadataFile.Write(metadata))!;
        Assert.Equal(2, (int)written["format-version"]!);
        Assert.False(written.AsObject().ContainsKey("schema"));
        Assert.Equal(2, Parse(written.ToJsonString()).FormatVersion);
        Assert.Equal(2, new MetadataBuilder(metadata).Build(9, "old", 10).FormatVersion);
    }

    [Fact]
    public void A_table_without_a_current_snapshot_may_say_so_in_two_ways_and_unsigned_ids_are_the_same_bits()
    {
        var json = JsonNode.Parse(Example)!.AsObject();
        json.Remove("refs");
        Assert.Equal(3055729675574597004, Parse(json.ToJsonString()).Refs["main"].SnapshotId);
        json["current-snapshot-id"] = -1;
        Assert.Null(Parse(json.ToJsonString()).CurrentSnapshot);
        Assert.Empty(Parse(json.ToJsonString()).Refs);
        json["current-snapshot-id"] = null;
        Assert.Null(Parse(json.ToJsonString()).CurrentSnapshot);

        var unsigned = Example.Replace("3055729675574597004", "9876543210123456789", StringComparison.Ordinal);
        Assert.Equal(unchecked((long)9876543210123456789), Parse(unsigned).CurrentSnapshot!.SnapshotId);
    }

    [Fact]
    public void Metadata_is_compressed_when_the_table_asks_and_read_however_it_is_named()
    {
        var plain = Parse(Example);
        Assert.Equal((byte)'{', MetadataFile.Content(plain)[0]);
        Assert.Equal("00007-x.metadata.json", MetadataFile.NameOf(7, "x", plain));
        var packed = plain with { Properties = new Dictionary<string, string> { [MetadataFile.CompressionProperty] = "gzip" } };
        var content = MetadataFile.Content(packed);
        Assert.Equal("00007-x.gz.metadata.json", MetadataFile.NameOf(7, "x", packed));
        Assert.Equal([0x1F, 0x8B], content[..2]);
        Assert.Equal(MetadataFile.Write(packed), MetadataFile.Write(MetadataFile.Parse(content, "x.metadata.json.gz")));
        Assert.Equal("lake.metadata_broken", Assert.Throws<FaultException>(() => MetadataFile.Parse(content.AsSpan(0, 60), "x")).Fault.Code);
    }

    [Fact]
    public void What_is_written_is_read_again_with_what_is_not_known() => RandomMetadata.Json.Sample(json =>
    {
        var written = JsonNode.Parse(MetadataFile.Write(Parse(json.ToJsonString())));
        Assert.True(JsonNode.DeepEquals(json, written), $"{json.ToJsonString()}\n{written!.ToJsonString()}");
    }, iter: 200);

    [Fact]
    public void Damaged_metadata_is_one_clear_fault()
    {
        foreach (var good in new[] { Example, VersionOne }.Select(Encoding.UTF8.GetBytes))
        {
            Gen.Select(Gen.Int[0, good.Length - 1], Gen.OneOf(Gen.Byte, Gen.OneOf((byte)'9', (byte)'"', (byte)'[', (byte)'n')), Gen.Int[1, good.Length], Gen.Bool).Sample((at, value, length, cut) =>
            {
                var bad = cut ? good[..length] : [.. good];
                bad[at % bad.Length] = value;
                var failure = Record.Exception(() => MetadataFile.Parse(bad, "place"));
                Assert.True(failure is null or FaultException { Fault.Code: "lake.metadata_broken" or "lake.format_unsupported" or "lake.type_unknown" }, failure?.ToString());
            }, iter: 2000);
        }
    }

    [Theory]
    [InlineData("{}", "lake.metadata_broken")]
    [InlineData("not json", "lake.metadata_broken")]
    [InlineData("[1]", "lake.metadata_broken")]
    [InlineData("""{"format-version":"2"}""", "lake.metadata_broken")]
    [InlineData("""{"format-version":2,"snapshots":[null]}""", "lake.metadata_broken")]
    [InlineData("""{"format-version":99999999999999999999}""", "lake.format_unsupported")]
    [InlineData("""{"format-version":0}""", "lake.format_unsupported")]
    public void Broken_metadata_is_told(string text, string code)
    {
        var failure = Assert.Throws<FaultException>(() => MetadataFile.Parse(Encoding.UTF8.GetBytes(text), "place"));
        Assert.Equal((code, "place"), (failure.Fault.Code, failure.Fault.Place));
    }

    [Theory]
    [InlineData("current-schema-id\":1", "current-schema-id\":7", "schema 7")]
    [InlineData("default-spec-id\":0", "default-spec-id\":7", "partition spec 7")]
    [InlineData("\"id\":2,", "\"id\":1,", "field 1")]
    [InlineData("schema-id\":0,\"fields", "schema-id\":1,\"fields", "schema 1")]
    public void Parts_that_do_not_fit_together_are_told(string old, string other, string what)
    {
        var failure = Assert.Throws<FaultException>(() => Parse(Example.Replace(old, other, StringComparison.Ordinal)));
        Assert.Equal("lake.metadata_broken", failure.Fault.Code);
        Assert.Contains(what, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_without_end_is_told()
    {
        var type = string.Concat(Enumerable.Repeat("""{"type":"list","element-id":1,"element-required":true,"element":""", 5000)) + "\"int\"" + new string('}', 5000);
        var failure = Assert.Throws<FaultException>(() => Parse(Example.Replace("\"type\":\"long\"}]}", $"\"type\":{type}}}]}}", StringComparison.Ordinal)));
        Assert.Equal("lake.metadata_broken", failure.Fault.Code);
    }

    [Fact]
    public void Another_version_of_the_format_is_refused_with_what_it_needs()
    {
        var other = Example.Replace("\"format-version\":2", "\"format-version\":3", StringComparison.Ordinal).Replace("decimal(9, 2)", "variant", StringComparison.Ordinal);
        var failure = Assert.Throws<FaultException>(() => Parse(other));
        Assert.Equal("lake.format_unsupported", failure.Fault.Code);
        Assert.Contains("deletion vectors, type variant", failure.Message, StringComparison.Ordinal);
    }

    private static TableMetadata Parse(string json) => MetadataFile.Parse(Encoding.UTF8.GetBytes(json), "place");
}
