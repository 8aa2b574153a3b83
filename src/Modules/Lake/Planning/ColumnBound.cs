using System.Runtime.InteropServices;
using Talentys.Lake.Public;
using Talentys.Lake.Types;

namespace Talentys.Lake.Planning;

/// <summary>
/// What a condition asks of the bounds of its column in the files of a manifest. Whole numbers, dates and times, of which there
/// may be a million, are compared as they are kept, without an object for each.
/// </summary>
internal sealed class ColumnBound
{
    private readonly FileCondition condition;
    private readonly ColumnStatistics statistics;
    private readonly long[]? values;
    private readonly int width;

    /// <summary>The bounds of the column of a condition.</summary>
    public ColumnBound(ManifestIndex index, FileCondition condition)
    {
        this.condition = condition;
        statistics = index.Column(condition.FieldId);
        width = condition.Type.Kind switch
        {
            PrimitiveKind.Int or PrimitiveKind.Date => 4,
            PrimitiveKind.Long or PrimitiveKind.Timestamp or PrimitiveKind.TimestampTz or PrimitiveKind.Time => 8,
            _ => 0,
        };
        if (width > 0 && statistics.Lower?.Width == width && statistics.Upper?.Width == width)
        {
            values = [.. condition.Predicate.Values.Select(value => value is int number ? number : (long)value)];
        }
    }

    /// <summary>Whether a file may have a value that fulfils the condition.</summary>
    /// <param name="row">The file.</param>
    /// <param name="rows">Rows of the files.</param>
    public bool MayMatch(int row, Lazy<PackedNumbers> rows) =>
        (values is null || !Excludes(values, NumberOf(statistics.Lower!.Value[row]), NumberOf(statistics.Upper!.Value[row])))
        && condition.Predicate.MayMatch(statistics.RangeOf(row, rows.Value[row], condition.Type));

    private long NumberOf(ReadOnlySpan<byte> bound) => width == 4 ? MemoryMarshal.Read<int>(bound) : MemoryMarshal.Read<long>(bound);

    private bool Excludes(long[] wanted, long lower, long upper) => lower <= upper && condition.Predicate.Operator switch
    {
        ScanOperator.Equal or ScanOperator.In => Array.TrueForAll(wanted, value => value < lower || value > upper),
        ScanOperator.Less => lower >= wanted[0],
        ScanOperator.LessOrEqual => lower > wanted[0],
        ScanOperator.Greater => upper <= wanted[0],
        ScanOperator.GreaterOrEqual => upper < wanted[0],
        _ => false,
    };
}
