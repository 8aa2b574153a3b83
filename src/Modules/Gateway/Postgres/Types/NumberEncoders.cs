using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using Apache.Arrow;
using Talentys.Gateway.Postgres.Messages;

namespace Talentys.Gateway.Postgres.Types;

/// <summary><c>bool</c>.</summary>
internal sealed class BooleanEncoder : ColumnEncoder<BooleanArray>
{
    public override void Text(OutBuffer to, int row) => to.Byte((byte)(Values.GetValue(row) is true ? 't' : 'f'));

    public override void Binary(OutBuffer to, int row) => to.Byte((byte)(Values.GetValue(row) is true ? 1 : 0));
}

/// <summary><c>int2</c>, <c>int4</c>, <c>int8</c>.</summary>
internal sealed class IntegerEncoder<T>(int size) : ColumnEncoder<PrimitiveArray<T>>
    where T : unmanaged, IBinaryInteger<T>
{
    public override void Text(OutBuffer to, int row)
    {
        Values.Values[row].TryFormat(to.Room(24), out var written, default, CultureInfo.InvariantCulture);
        to.Advance(written);
    }

    public override void Binary(OutBuffer to, int row)
    {
        var value = long.CreateTruncating(Values.Values[row]);
        switch (size)
        {
            case 2:
                to.Int16((int)value);
                break;
            case 4:
                to.Int32((int)value);
                break;
            default:
                to.Int64(value);
                break;
        }
    }
}

/// <summary><c>float4</c>.</summary>
internal sealed class FloatEncoder : ColumnEncoder<FloatArray>
{
    public override void Text(OutBuffer to, int row)
    {
        var room = to.Room(32);
        Values.Values[row].TryFormat(room, out var written, default, CultureInfo.InvariantCulture);
        to.Advance(DoubleEncoder.Lower(room, written));
    }

    public override void Binary(OutBuffer to, int row) => BinaryPrimitives.WriteSingleBigEndian(to.Take(4), Values.Values[row]);
}

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
