using System.Runtime.InteropServices;
using Talentys.Lake.Types;

namespace Talentys.Lake.Planning;

/// <summary>What a condition asks of the bounds of its column in the files of a manifest.</summary>
internal sealed class ColumnBound
{
    private readonly FileCondition condition;
    private readonly ColumnStatistics statistics;
    private readonly NumberCondition? numbers;
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
        numbers = width > 0 && statistics.Lower?.Width == width && statistics.Upper?.Width == width ? NumberCondition.Of(condition.Predicate) : null;
    }

    /// <summary>Whether a file may have a value that fulfils the condition.</summary>
    /// <param name="row">The file.</param>
    /// <param name="rows">Rows of the files.</param>
    public bool MayMatch(int row, Lazy<PackedNumbers> rows)
    {
        if (numbers is not null)
        {
            // a file that has bounds has values; those that stand the wrong way round tell nothing
            var (lower, upper) = (NumberOf(statistics.Lower!.Value[row]), NumberOf(statistics.Upper!.Value[row]));
            return lower > upper || numbers.MayMatch(lower, upper);
        }

        return condition.Predicate.MayMatch(statistics.RangeOf(row, rows.Value[row], condition.Type));
    }

    private long NumberOf(ReadOnlySpan<byte> bound) => width == 4 ? MemoryMarshal.Read<int>(bound) : MemoryMarshal.Read<long>(bound);
}
