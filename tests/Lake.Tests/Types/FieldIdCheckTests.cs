using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Talentys.Kernel;
using Talentys.Lake.Tests.Metadata;
using Talentys.Lake.Types;

namespace Talentys.Lake.Tests.Types;

public sealed class FieldIdCheckTests
{
    private static readonly IcebergType Int = new IcebergType.Primitive(PrimitiveKind.Int);
    private static readonly IcebergType Text = new IcebergType.Primitive(PrimitiveKind.String);

    private static readonly IcebergSchema Schema = new(0,
    [
        new(1, "id", true, Int),
        new(2, "place", false, new IcebergType.Struct([new(3, "city", false, Text), new(4, "code", false, Int)])),
        new(5, "tags", false, new IcebergType.Map(6, Int, 7, Int)),
        new(8, "sizes", false, new IcebergType.List(9, new IcebergType.Primitive(PrimitiveKind.Decimal, 5, 2))),
    ]);

    [Fact]
    public void Columns_may_be_renamed_moved_dropped_added_and_widened_and_go_back()
    {
        var changed = new IcebergSchema(1,
        [
            new(10, "new", false, Text),
            new(8, "sizes", false, new IcebergType.List(9, new IcebergType.Primitive(PrimitiveKind.Decimal, 9, 2))),
            new(2, "address", false, new IcebergType.Struct([new(4, "code", false, new IcebergType.Primitive(PrimitiveKind.Long))])),
        ]);
        FieldIdCheck.Ensure(changed, [Schema]);
        FieldIdCheck.Ensure(Schema, [changed]);
    }

    public static TheoryData<string> Refused => ["""{"id":1,"name":"id","required":false,"type":"string"}""",
        """{"id":3,"name":"city","required":false,"type":"string"}""",
        """{"id":2,"name":"place","required":false,"type":"int"}""",
        """{"id":5,"name":"tags","required":false,"type":{"type":"map","key-id":6,"key":"long","value-id":7,"value":"int","value-required":false}}""",
        """{"id":5,"name":"tags","required":false,"type":{"type":"map","key-id":7,"key":"int","value-id":6,"value":"int","value-required":false}}""",
        """{"id":8,"name":"sizes","required":false,"type":{"type":"list","element-id":9,"element":"decimal(9, 3)","element-required":false}}"""];

    [Theory]
    [MemberData(nameof(Refused))]
    public void An_id_may_not_come_to_mean_another_column(string field)
    {
        var failure = Assert.Throws<FaultException>(() => FieldIdCheck.Ensure(Read($$"""{"type":"struct","fields":[{{field}}]}"""), [Schema]));
        Assert.Equal("lake.schema_conflict", failure.Fault.Code);
    }

    [Fact]
    public void Merging_and_replacing_columns_never_uses_an_id_for_another_column() => Gen.Int.Array[6].Sample(seeds =>
    {
        var schemas = new List<IcebergSchema>();
        var evolution = new SchemaEvolution(0);
        IReadOnlyList<NestedField> columns = [];
        foreach (var seed in seeds)
        {
            var random = new Random(seed);
            var id = random.Next(3);
            var incoming = Read(new JsonObject { ["type"] = "struct", ["fields"] = RandomMetadata.Fields(random, ref id, 2) }.ToJsonString()).Fields;
            try
            {
                columns = random.Next(2) == 0 ? evolution.Replace(columns, incoming) : evolution.Merge(columns, incoming);
            }
            catch (FaultException refused) when (refused.Fault.Code == "lake.schema_conflict")
            {
                continue;
            }

            var schema = new IcebergSchema(schemas.Count, columns);
            FieldIdCheck.Ensure(schema, schemas.TakeLast(1));
            Assert.Equal(schema.AllIds().Count(), schema.AllIds().Distinct().Count());
            Assert.Equal(columns.Count, columns.Select(column => column.Name).Distinct(ColumnNames.Comparer).Count());
            Assert.True(schema.HighestId <= evolution.LastColumnId);
            schemas.Add(schema);
        }
    }, iter: 300);

    private static IcebergSchema Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return IcebergTypeJson.ReadSchema(document.RootElement);
    }
}
