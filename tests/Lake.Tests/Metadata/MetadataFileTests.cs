using System.Text;
using System.Text.Json.Nodes;
using Talentys.Kernel;
using Talentys.Lake.Metadata;

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

    [Theory]
    [InlineData("{}", "lake.metadata_broken")]
    [InlineData("not json", "lake.metadata_broken")]
    public void Broken_metadata_is_told(string text, string code)
    {
        var failure = Assert.Throws<FaultException>(() => MetadataFile.Parse(Encoding.UTF8.GetBytes(text), "place"));
        Assert.Equal((code, "place"), (failure.Fault.Code, failure.Fault.Place));
    }

    [Fact]
    public void Another_version_of_the_format_is_refused()
    {
        var other = Example.Replace("\"format-version\":2", "\"format-version\":3", StringComparison.Ordinal);
        var failure = Assert.Throws<FaultException>(() => MetadataFile.Parse(Encoding.UTF8.GetBytes(other), "place"));
        Assert.Equal("lake.format_unsupported", failure.Fault.Code);
    }
}
