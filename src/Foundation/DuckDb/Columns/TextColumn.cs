using Apache.Arrow.Types;
using Talentys.Kernel;

namespace Talentys.DuckDb.Columns;

/// <summary>
/// Texts and blobs. In the engine each is 16 bytes (<c>duckdb_string_t</c>): the length, then either up to 12 bytes or a
/// prefix and a pointer; in Arrow, offsets into one buffer.
/// </summary>
internal sealed unsafe class TextColumn(IArrowType type) : ColumnBuilder(type)
{
    private const int Inlined = 12;
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

    protected override void AppendValues(byte* data, ulong* valid, int rows)
    {
        texts.Reserve(length + Measure(data, valid, rows) + Inlined);
        offsets.Reserve((long)(Rows + rows + 1) * sizeof(int));
        var ends = (int*)offsets.Data + Rows;
        *ends++ = length;
        for (var row = 0; row < rows; row++, data += 16)
        {
            if (valid is null || (valid[row / 64] >> (row % 64) & 1) != 0)
            {
                Copy(data);
            }

            ends[row] = length;
        }
    }

    protected override (nint First, nint Second, int Count) TakeBuffers()
    {
        length = 0;
        return ((nint)offsets.Take(), (nint)texts.Take(), 3);
    }

    private void Copy(byte* text)
    {
        var size = *(int*)text;
        var target = texts.Data + length;
        if (size <= Inlined)
        {
            // always all twelve: there is room, and the next text writes over what is too much
            *(long*)target = *(long*)(text + 4);
            *(int*)(target + 8) = *(int*)(text + 12);
        }
        else
        {
            Buffer.MemoryCopy(*(byte**)(text + 8), target, size, size);
        }

        length += size;
    }

    private long Measure(byte* data, ulong* valid, int rows)
    {
        var bytes = 0L;
        for (var row = 0; row < rows; row++)
        {
            var there = valid is null ? 1 : valid[row / 64] >> (row % 64) & 1;
            bytes += *(uint*)(data + (row * 16L)) * (long)there;
        }

        return length + bytes <= int.MaxValue - 64 ? bytes : throw new FaultException(new Fault(
            FaultKind.Limit, "engine.text_too_long", "Texts of one batch are longer than 2 GB in all.", null, "Select shorter texts."));
    }
}
