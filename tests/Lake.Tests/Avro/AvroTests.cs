using CsCheck;
using Talentys.Lake.Avro;

namespace Talentys.Lake.Tests.Avro;

public sealed class AvroTests
{
    private const string Schema = """
        {"type":"record","name":"row","fields":[
          {"name":"flag","type":"boolean","field-id":1},
          {"name":"count","type":"long","field-id":2},
          {"name":"ratio","type":["null","double"],"field-id":3},
          {"name":"text","type":["null","string"],"field-id":4},
          {"name":"id","type":{"type":"fixed","name":"uuid_fixed","size":16,"logicalType":"uuid"},"field-id":5},
          {"name":"price","type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":2},"field-id":6},
          {"name":"day","type":{"type":"int","logicalType":"date"},"field-id":7},
          {"name":"sizes","type":{"type":"array","logicalType":"map","items":{"type":"record","name":"k1_v2","fields":[
            {"name":"key","type":"int","field-id":8},{"name":"value","type":"long","field-id":9}]}},"field-id":10},
          {"name":"id2","type":"uuid_fixed","field-id":11}]}
        """;

    private static readonly Gen<Dictionary<string, object?>> Row =
        from flag in Gen.Bool
        from count in Gen.Long
        from ratio in Gen.Double
        from text in Gen.String.Where(text => !text.Any(char.IsSurrogate))
        from missing in Gen.Bool
        from id in Gen.Byte.Array[16]
        from price in Gen.Byte.Array[0, 12]
        from day in Gen.Int
        from sizes in Gen.Select(Gen.Int, Gen.Long).List[0, 5]
        select new Dictionary<string, object?>
        {
            ["flag"] = flag,
            ["count"] = count,
            ["ratio"] = missing ? null : ratio,
            ["text"] = missing ? text : null,
            ["id"] = id,
            ["price"] = price,
            ["day"] = (long)day,
            ["sizes"] = sizes.Select(size => (object?)new Dictionary<string, object?> { ["key"] = (long)size.Item1, ["value"] = size.Item2 }).ToList(),
            ["id2"] = id,
        };

    [Theory]
    [InlineData("null")]
    [InlineData("deflate")]
    public void Rows_come_back_as_they_were_written(string codec)
    {
        var schema = AvroSchemaParser.Parse(Schema);
        Row.List[0, 40].Sample(rows =>
        {
            var bytes = AvroFile.Write(Schema, [new("k", "v")], rows, (writer, row) => AvroDatum.Write(writer, schema, row), codec, blockBytes: 200);
            var file = AvroFile.Parse(bytes);
            var read = file.Rows((ref AvroReader reader, AvroSchema written) => AvroDatum.Read(ref reader, written));
            Assert.Equal("v", file.Metadata["k"]);
            Assert.Equivalent(rows, read, strict: true);
            Assert.Equal(rows.Count, file.Rows(Skip).Count);
        }, iter: 200);

        static int Skip(ref AvroReader reader, AvroSchema written)
        {
            AvroDatum.Skip(ref reader, written);
            return 0;
        }
    }

    [Fact]
    public void Damaged_bytes_are_refused_and_never_run_away()
    {
        var schema = AvroSchemaParser.Parse(Schema);
        var good = AvroFile.Write(Schema, [], [Row.Single()], (writer, row) => AvroDatum.Write(writer, schema, row), "null");
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte, Gen.Int[1, good.Length]).Sample((at, value, length) =>
        {
            var bad = good[..length];
            if (at < length)
            {
                bad[at] = value;
            }

            var failure = Record.Exception(() => AvroFile.Parse(bad).Rows((ref AvroReader reader, AvroSchema written) => AvroDatum.Read(ref reader, written)));
            Assert.True(failure is null or InvalidDataException, failure?.ToString());
        }, iter: 2000);
    }

    // worked by hand from the Avro specification: zig-zag 3 is 06, a string of one byte is 02 61, the null branch is 00
    [Fact]
    public void The_bytes_are_those_of_the_specification()
    {
        const string small = """{"type":"record","name":"r","fields":[{"name":"a","type":"long"},{"name":"b","type":"string"},{"name":"c","type":["null","int"]}]}""";
        var schema = AvroSchemaParser.Parse(small);
        var writer = new AvroWriter();
        AvroDatum.Write(writer, schema, new Dictionary<string, object?> { ["a"] = 3L, ["b"] = "a", ["c"] = null });
        AvroDatum.Write(writer, schema, new Dictionary<string, object?> { ["a"] = -65L, ["b"] = "", ["c"] = 64L });
        Assert.Equal("06026100" + "81010002" + "8001", Convert.ToHexString(writer.Written.Span));
        Assert.Equal("4F626A01", Convert.ToHexString(AvroFile.Write(small, [], [0], (_, _) => { }))[..8]);
    }

    [Fact]
    public void A_schema_may_name_types_and_contain_itself()
    {
        var schema = (AvroSchema.Record)AvroSchemaParser.Parse("""
            {"type":"record","name":"node","namespace":"a.b","fields":[{"name":"next","type":["null","node"]},{"name":"kind","type":{"type":"enum","name":"kind","symbols":["X","Y"]}}]}
            """);
        var writer = new AvroWriter();
        var inner = new Dictionary<string, object?> { ["next"] = null, ["kind"] = "Y" };
        AvroDatum.Write(writer, schema, new Dictionary<string, object?> { ["next"] = inner, ["kind"] = "X" });
        Assert.Equal("0200" + "0200", Convert.ToHexString(writer.Written.Span));
    }
}
