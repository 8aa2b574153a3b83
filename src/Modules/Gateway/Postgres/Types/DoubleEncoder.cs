using System.Buffers.Binary;
using System.Globalization;
using Apache.Arrow;
using Talentys.Gateway.Postgres.Messages;

namespace Talentys.Gateway.Postgres.Types;

/// <summary><c>float8</c>.</summary>
internal sealed class DoubleEncoder : ColumnEncoder<DoubleArray>
{
    public override void Text(OutBuffer to, int row)
    {
        var room = to.Room(32);
        Values.Values[row].TryFormat(room, out var written, default, CultureInfo.InvariantCulture);
        to.Advance(Lower(room, written));
    }

    public override void Binary(OutBuffer to, int row) => BinaryPrimitives.WriteDoubleBigEndian(to.Take(8), Values.Values[row]);

    /// <summary>The shortest digits that read back the same, as PostgreSQL's; only its E is a small one.</summary>
    internal static int Lower(Span<byte> text, int length)
    {
        var exponent = text[..length].IndexOf((byte)'E');
        if (exponent > 0)
        {
            text[exponent] = (byte)'e';
        }

        return length;
    }
}
