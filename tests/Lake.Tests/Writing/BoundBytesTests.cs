using System.Text;
using Talentys.Lake.Types;
using Talentys.Lake.Writing;

namespace Talentys.Lake.Tests.Writing;

public sealed class BoundBytesTests
{
    // spec, appendix D: little-endian numbers, big-endian two's complement decimals of the fewest bytes, big-endian UUIDs
    [Theory]
    [InlineData("boolean", "1", "01")]
    [InlineData("boolean", "false", "00")]
    [InlineData("int", "34", "22000000")]
    [InlineData("int", "-1", "FFFFFFFF")]
    [InlineData("long", "34", "2200000000000000")]
    [InlineData("float", "1", "0000803F")]
    [InlineData("double", "-2.5", "00000000000004C0")]
    [InlineData("double", "inf", "000000000000F07F")]
    [InlineData("decimal(9, 2)", "14.20", "058C")]
    [InlineData("decimal(9, 2)", "-0.05", "FB")]
    [InlineData("decimal(9, 2)", "1.28", "0080")]
    [InlineData("decimal(38, 0)", "0", "00")]
    [InlineData("date", "2017-11-16", "4E440000")]
    [InlineData("date", "1969-12-31", "FFFFFFFF")]
    [InlineData("date", "0001-01-01 (BC)", "5805F5FF")]
    [InlineData("time", "00:00:01.5", "60E3160000000000")]
    [InlineData("timestamp", "1970-01-01 00:00:00.000001", "0100000000000000")]
    [InlineData("timestamptz", "1970-01-01 02:00:00+02", "0000000000000000")]
    [InlineData("timestamptz", "1969-12-31 20:29:59-03:30:01", "0000000000000000")]
    [InlineData("uuid", "f79c3e09-677c-4bbd-a479-3f349cb785e7", "F79C3E09677C4BBDA4793F349CB785E7")]
    [InlineData("binary", "00FF", "00FF")]
    public void A_value_becomes_the_bytes_of_the_spec(string type, string text, string bytes)
    {
        Assert.Equal(bytes, Convert.ToHexString(BoundBytes.Lower(Type(type), text)!));
        Assert.Equal(bytes, Convert.ToHexString(BoundBytes.Upper(Type(type), text)!));
    }

    [Theory]
    [InlineData("date", "infinity")]
    [InlineData("timestamp", "-infinity")]
    [InlineData("double", "nan")]
    [InlineData("int", "what")]
    public void What_has_no_sound_bound_gets_none(string type, string text)
    {
        Assert.Null(BoundBytes.Lower(Type(type), text));
        Assert.Null(BoundBytes.Upper(Type(type), text));
    }

    [Fact]
    public void Zero_is_bounded_on_the_safe_side_of_both_zeros()
    {
        Assert.Equal("0000000000000080", Convert.ToHexString(BoundBytes.Lower(Type("double"), "0.0")!));
        Assert.Equal("0000000000000000", Convert.ToHexString(BoundBytes.Upper(Type("double"), "-0.0")!));
    }

    [Theory]
    [InlineData("short", "short", "short")]
    [InlineData("exactly16letters", "exactly16letters", "exactly16letters")]
    [InlineData("exactly16letters!", "exactly16letters", "exactly16lettert")]
    [InlineData("aaaaaaaaaaaaaa😀😀😀", "aaaaaaaaaaaaaa😀😀", "aaaaaaaaaaaaaa😀😁")]
    [InlineData("aaaaaaaaaaaaaaa\uD7FFz", "aaaaaaaaaaaaaaa\uD7FF", "aaaaaaaaaaaaaaa\uE000")]
    public void Strings_are_cut_to_sixteen_code_points_and_the_upper_bound_is_raised(string text, string lower, string upper)
    {
        Assert.Equal(lower, Encoding.UTF8.GetString(BoundBytes.Lower(Type("string"), text)!));
        Assert.Equal(upper, Encoding.UTF8.GetString(BoundBytes.Upper(Type("string"), text)!));
    }

    [Fact]
    public void A_bound_that_cannot_be_raised_is_left_out()
    {
        Assert.Null(BoundBytes.Upper(Type("string"), string.Concat(Enumerable.Repeat("\U0010FFFF", 20))));
        Assert.Null(BoundBytes.Upper(Type("binary"), new string('F', 40)));
        Assert.Equal("01", Convert.ToHexString(BoundBytes.Upper(Type("binary"), "00" + new string('F', 40))!));
    }

    private static IcebergType.Primitive Type(string name) =>
        (IcebergType.Primitive)IcebergTypeJson.Read(System.Text.Json.JsonSerializer.SerializeToElement(name));
}
