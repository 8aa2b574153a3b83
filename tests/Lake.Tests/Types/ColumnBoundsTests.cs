using System.Text;
using Talentys.Lake.Manifests;
using Talentys.Lake.Partitions;
using Talentys.Lake.Public;
using Talentys.Lake.Types;

namespace Talentys.Lake.Tests.Types;

public sealed class ColumnBoundsTests
{
    private static readonly IcebergType.Primitive Long = new(PrimitiveKind.Long);
    private static readonly IcebergType.Primitive Text = new(PrimitiveKind.String);
    private static readonly IcebergType.Primitive Double = new(PrimitiveKind.Double);

    [Fact]
    public void A_file_from_before_its_column_was_widened_has_bounds_of_fewer_bytes()
    {
        var range = ColumnBounds.Of(File(nulls: 0, lower: BitConverter.GetBytes(-5), upper: BitConverter.GetBytes(7)), 1, Long);
        Assert.Equal((false, -5L, 7L), (range.MayBeNull, range.Lower, range.Upper));
        Assert.True(Is(ScanOperator.Equal, 7L).MayMatch(range));
        Assert.False(Is(ScanOperator.Equal, 8L).MayMatch(range));
        Assert.False(Is(ScanOperator.IsNull).MayMatch(range));
        Assert.False(Is(ScanOperator.Less, -5L).MayMatch(range));
    }

    [Fact]
    public void What_is_missing_or_broken_leaves_nothing_out()
    {
        foreach (var file in new[]
        {
            File(), File(lower: [1, 2, 3], upper: [1]), File(lower: BitConverter.GetBytes(9L), upper: BitConverter.GetBytes(1L)),
        })
        {
            Assert.True(Is(ScanOperator.Equal, 1000L).MayMatch(ColumnBounds.Of(file, 1, Long)));
            Assert.True(Is(ScanOperator.IsNull).MayMatch(ColumnBounds.Of(file, 1, Long)));
        }

        Assert.False(Is(ScanOperator.NotNull).MayMatch(ColumnBounds.Of(File(nulls: 10), 1, Long)));
    }

    [Fact]
    public void A_text_that_was_cut_inside_a_letter_is_a_bound_below_and_none_above()
    {
        var cut = Encoding.UTF8.GetBytes("aé")[..2];
        var range = ColumnBounds.Of(File(nulls: 0, lower: cut, upper: cut), 1, Text);
        Assert.Equal(("a", null), (range.Lower, range.Upper));
        Assert.True(Is(ScanOperator.Equal, "aé").MayMatch(range));
        Assert.True(Is(ScanOperator.StartsWith, "aéz").MayMatch(range));
        Assert.False(Is(ScanOperator.LessOrEqual, "A").MayMatch(range));
    }

    [Fact]
    public void Numbers_are_compared_as_the_engine_does()
    {
        var zeros = ColumnBounds.Of(File(nulls: 0, nans: 0, lower: BitConverter.GetBytes(-0.0), upper: BitConverter.GetBytes(-0.0)), 1, Double);
        Assert.True(Is(ScanOperator.Equal, 0.0).MayMatch(zeros));
        Assert.False(Is(ScanOperator.Greater, 0.0).MayMatch(zeros));
        var unknown = ColumnBounds.Of(File(nulls: 0, lower: BitConverter.GetBytes(1.0), upper: BitConverter.GetBytes(2.0)), 1, Double);
        Assert.True(Is(ScanOperator.Greater, 5.0).MayMatch(unknown), "NaN is above all numbers, and there may be some");
        Assert.False(Is(ScanOperator.Less, 1.0).MayMatch(unknown));
    }

    [Fact]
    public void Beginnings_are_found_between_the_bounds_of_the_texts()
    {
        var range = ColumnBounds.Of(File(nulls: 0, lower: "berlin"u8.ToArray(), upper: "bern"u8.ToArray()), 1, Text);
        Assert.True(Is(ScanOperator.StartsWith, "be").MayMatch(range));
        Assert.True(Is(ScanOperator.StartsWith, "berl").MayMatch(range));
        Assert.False(Is(ScanOperator.StartsWith, "c").MayMatch(range));
        Assert.False(Is(ScanOperator.StartsWith, "a").MayMatch(range));
        Assert.False(Is(ScanOperator.NotStartsWith, "ber").MayMatch(range));
        Assert.False(Is(ScanOperator.In, "a", "z").MayMatch(range));
    }

    private static ColumnPredicate Is(ScanOperator kind, params object[] values) => new(kind, values);

    private static ContentFile File(long? nulls = null, long? nans = null, byte[]? lower = null, byte[]? upper = null) => new()
    {
        Path = "x",
        Rows = 10,
        Bytes = 1,
        NullCounts = nulls is { } count ? new Dictionary<int, long> { [1] = count } : null,
        NanCounts = nans is { } number ? new Dictionary<int, long> { [1] = number } : null,
        LowerBounds = lower is null ? null : new Dictionary<int, byte[]> { [1] = lower },
        UpperBounds = upper is null ? null : new Dictionary<int, byte[]> { [1] = upper },
    };
}
