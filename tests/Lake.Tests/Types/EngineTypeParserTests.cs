using Talentys.Lake.Types;

namespace Talentys.Lake.Tests.Types;

public sealed class EngineTypeParserTests
{
    [Theory]
    [InlineData("BIGINT", "long")]
    [InlineData("DECIMAL(18,3)", "decimal(18, 3)")]
    [InlineData("TIMESTAMP WITH TIME ZONE", "timestamptz")]
    [InlineData("ENUM('a', 'b)''c')", "string")]
    [InlineData("\"NULL\"", "string")]
    [InlineData("UHUGEINT", "decimal(38, 0)")]
    public void A_primitive_is_lowered(string text, string lowered) =>
        Assert.Equal(lowered, IcebergTypeJson.NameOf((IcebergType.Primitive)Lowering.Lower("c", EngineTypeParser.Parse(text))));

    [Fact]
    public void Nested_types_keep_their_names_and_order()
    {
        var type = Lowering.Lower("c", EngineTypeParser.Parse(
            "STRUCT(\"a b\" INTEGER, \"c\"\"d\" MAP(VARCHAR, UTINYINT[3]), t TIMESTAMP WITH TIME ZONE)[]"));
        Assert.Equal(
            "STRUCT(\"a b\" INTEGER, \"c\"\"d\" MAP(VARCHAR, INTEGER[]), \"t\" TIMESTAMP WITH TIME ZONE)[]", EngineTypeName.Of(type));
    }

    [Theory]
    [InlineData("UNION(k INTEGER, s VARCHAR)", "UNION")]
    [InlineData("VARIANT", "VARIANT")]
    [InlineData("GEOMETRY", "GEOMETRY")]
    [InlineData("STRUCT(INTEGER, TIMESTAMP WITH TIME ZONE)", "struct without field names")]
    [InlineData("STRUCT(a VARIANT)[]", "VARIANT")]
    public void What_cannot_be_kept_is_refused_by_name(string text, string named)
    {
        var refused = Assert.Throws<Kernel.FaultException>(() => Lowering.Lower("thing", EngineTypeParser.Parse(text)));
        Assert.Equal(("lake.type_refused", "thing"), (refused.Fault.Code, refused.Fault.Place));
        Assert.Contains(named, refused.Fault.Message, StringComparison.Ordinal);
        Assert.NotNull(refused.Fault.Mend);
    }
}
