using System.Globalization;
using System.Numerics;
using System.Text;
using Apache.Arrow.Types;

namespace Talentys.DuckDb.Columns;

/// <summary>
/// Whole numbers of any length, as their digits. In the engine each is a blob (<c>duckdb_string_t</c>): three bytes with its length and
/// sign, then the number from the highest byte on; of a number below zero all bits are turned.
/// </summary>
internal sealed unsafe class BignumColumn(IArrowType type) : WrittenColumn(type, 16)
{
    private const int Inlined = 12;
    private const int Header = 3;

    // a byte has 2.41 digits
    protected override int Longest(byte* value) => checked(((*(int*)value - Header) * 5 / 2) + 2);

    protected override int Write(Span<byte> to, byte* value)
    {
        var length = *(int*)value;
        var bytes = new ReadOnlySpan<byte>(length <= Inlined ? value + 4 : *(byte**)(value + 8), length);
        var below = (bytes[0] & 0x80) == 0;
        var magnitude = bytes[Header..].ToArray();
        for (var index = 0; below && index < magnitude.Length; index++)
        {
            magnitude[index] = (byte)~magnitude[index];
        }

        var number = new BigInteger(magnitude, isUnsigned: true, isBigEndian: true);
        return Encoding.ASCII.GetBytes((below ? -number : number).ToString(CultureInfo.InvariantCulture), to);
    }
}
