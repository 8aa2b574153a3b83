using Apache.Arrow.Types;

namespace Talentys.DuckDb.Columns;

/// <summary>A column whose values are written as texts, for Arrow has no type for them.</summary>
/// <param name="type">Text.</param>
/// <param name="width">Bytes of a value in the engine.</param>
internal abstract unsafe class WrittenColumn(IArrowType type, int width) : ColumnBuilder(type)
{
    private NativeBuffer offsets;
    private NativeBuffer texts;
    private int length;

    public override long Bytes => length;

    public override void Dispose()
    {
        offsets.Dispose();
        texts.Dispose();
        base.Dispose();
    }

    /// <summary>The most bytes of a value's text.</summary>
    protected abstract int Longest(byte* value);

    /// <summary>Writes a value; gives the length of its text.</summary>
    protected abstract int Write(Span<byte> to, byte* value);

    protected override void AppendValues(byte* data, ulong* valid, int rows)
    {
        offsets.Reserve((long)(Rows + rows + 1) * sizeof(int));
        var ends = (int*)offsets.Data + Rows;
        *ends++ = length;
        for (var row = 0; row < rows; row++, data += width)
        {
            if (valid is null || (valid[row / 64] >> (row % 64) & 1) != 0)
            {
                var longest = Longest(data);
                texts.Reserve((long)length + longest);
                length += Write(new Span<byte>(texts.Data + length, longest), data);
            }

            ends[row] = length;
        }
    }

    protected override (nint First, nint Second, int Count) TakeBuffers()
    {
        length = 0;
        return ((nint)offsets.Take(), (nint)texts.Take(), 3);
    }
}
