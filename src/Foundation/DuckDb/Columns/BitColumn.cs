using Apache.Arrow.Types;

namespace Talentys.DuckDb.Columns;

/// <summary>
/// Strings of bits, as zeros and ones. In the engine each is a blob (<c>duckdb_string_t</c>): a byte that tells how many bits of
/// the next one are not used, then the bits from the highest of each byte on.
/// </summary>
internal sealed unsafe class BitColumn(IArrowType type) : WrittenColumn(type, 16)
{
    private const int Inlined = 12;

    protected override int Longest(byte* value) => checked((*(int*)value - 1) * 8);

    protected override int Write(Span<byte> to, byte* value)
    {
        var bits = *(int*)value <= Inlined ? value + 4 : *(byte**)(value + 8);
        var unused = bits[0];
        var count = ((*(int*)value - 1) * 8) - unused;
        for (var index = 0; index < count; index++)
        {
            var at = index + unused;
            to[index] = (byte)('0' + (bits[1 + (at / 8)] >> (7 - (at % 8)) & 1));
        }

        return count;
    }
}
