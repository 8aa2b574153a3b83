using System.Runtime.CompilerServices;
using Apache.Arrow.Types;

namespace Talentys.DuckDb.Columns;

/// <summary>Booleans: a byte each in the engine, a bit each in Arrow.</summary>
internal sealed unsafe class BooleanColumn(IArrowType type) : ColumnBuilder(type)
{
    private NativeBuffer bits;

    public override void Dispose()
    {
        bits.Dispose();
        base.Dispose();
    }

    protected override void AppendValues(byte* data, ulong* valid, int rows)
    {
        bits.Reserve(((long)Rows + rows + 63) / 64 * 8);
        var row = 0;
        for (; (Rows + row) % 8 != 0 && row < rows; row++)
        {
            Put(Rows + row, data[row]);
        }

        // eight bytes of 0 or 1 to eight bits: the product moves bit 8i to 56 + i; slots of nulls may hold anything
        for (; row + 8 <= rows; row += 8)
        {
            var eight = Unsafe.ReadUnaligned<ulong>(data + row) & 0x0101010101010101;
            bits.Data[(Rows + row) / 8] = (byte)((eight * 0x0102040810204080) >> 56);
        }

        for (; row < rows; row++)
        {
            Put(Rows + row, data[row]);
        }
    }

    protected override (nint First, nint Second, int Count) TakeBuffers() => ((nint)bits.Take(), 0, 2);

    private void Put(int at, byte value)
    {
        var target = bits.Data + (at / 8);
        var before = at % 8 == 0 ? 0 : *target & ((1 << (at % 8)) - 1);
        *target = (byte)(before | ((value & 1) << (at % 8)));
    }
}
