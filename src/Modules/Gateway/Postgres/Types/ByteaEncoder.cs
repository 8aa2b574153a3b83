using Apache.Arrow;
using Talentys.Gateway.Postgres.Messages;

namespace Talentys.Gateway.Postgres.Types;

/// <summary><c>bytea</c>.</summary>
internal sealed class ByteaEncoder : ColumnEncoder<BinaryArray>
{
    public override void Text(OutBuffer to, int row)
    {
        var value = Values.GetBytes(row);
        to.Bytes("\\x"u8);
        var text = to.Take(value.Length * 2);
        for (var index = 0; index < value.Length; index++)
        {
            text[index * 2] = Digit(value[index] >> 4);
            text[index * 2 + 1] = Digit(value[index] & 15);
        }
    }

    public override void Binary(OutBuffer to, int row) => to.Bytes(Values.GetBytes(row));

    private static byte Digit(int value) => (byte)(value < 10 ? '0' + value : 'a' + value - 10);
}
