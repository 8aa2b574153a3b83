using Apache.Arrow;
using Talentys.Gateway.Postgres.Messages;

namespace Talentys.Gateway.Postgres.Types;

/// <summary>Arrays of one dimension.</summary>
internal sealed class ArrayEncoder(Field element, TimeZoneInfo zone) : ColumnEncoder<IArrowArray>
{
    private static readonly QuotedText Texts = new("{}\",\\ \t\n\r\v\f"u8, doubled: false, word: "NULL");
    private readonly ColumnEncoder inner = For(element, zone);
    private readonly PgType type = PgColumn.TypeOf(element);

    public override void Load(IArrowArray array)
    {
        base.Load(array);
        inner.Load(array is ListArray list ? list.Values : ((FixedSizeListArray)array).Values);
    }

    public override void Text(OutBuffer to, int row)
    {
        var (start, count) = Elements(row);
        to.Byte((byte)'{');
        for (var index = start; index < start + count; index++)
        {
            if (index > start)
            {
                to.Byte((byte)',');
            }

            if (inner.IsNull(index))
            {
                to.Bytes("NULL"u8);
                continue;
            }

            var at = to.Length;
            inner.Text(to, index);
            Texts.Quote(to, at);
        }

        to.Byte((byte)'}');
    }

    /// <summary>Dimensions, whether there are nulls, type of the elements, then their number, the first one's index, and each.</summary>
    public override void Binary(OutBuffer to, int row)
    {
        var (start, count) = Elements(row);
        to.Int32(count == 0 ? 0 : 1);
        to.Int32(Enumerable.Range(start, count).Any(inner.IsNull) ? 1 : 0);
        to.Int32(type.Oid);
        if (count == 0)
        {
            return;
        }

        to.Int32(count);
        to.Int32(1);
        for (var index = start; index < start + count; index++)
        {
            if (inner.IsNull(index))
            {
                to.Int32(-1);
                continue;
            }

            var at = to.Length;
            to.Int32(0);
            inner.Binary(to, index);
            to.PutLength(at, to.Length - at - 4);
        }
    }

    private (int Start, int Count) Elements(int row)
    {
        if (Values is ListArray list)
        {
            var start = list.ValueOffsets[row];
            return (start, list.ValueOffsets[row + 1] - start);
        }

        var array = (FixedSizeListArray)Values;
        var size = ((Apache.Arrow.Types.FixedSizeListType)array.Data.DataType).ListSize;
        return ((array.Offset + row) * size, size);
    }
}
