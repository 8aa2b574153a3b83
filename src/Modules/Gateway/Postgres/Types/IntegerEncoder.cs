using System.Globalization;
using System.Numerics;
using Talentys.Gateway.Postgres.Messages;

namespace Talentys.Gateway.Postgres.Types;

/// <summary><c>int2</c>, <c>int4</c>, <c>int8</c>.</summary>
internal sealed class IntegerEncoder<T>(int size) : FixedEncoder<T>
    where T : unmanaged, IBinaryInteger<T>
{
    public override void Text(OutBuffer to, int row)
    {
        Numbers[row].TryFormat(to.Room(24), out var written, default, CultureInfo.InvariantCulture);
        to.Advance(written);
    }

    public override void Binary(OutBuffer to, int row)
    {
        var value = long.CreateTruncating(Numbers[row]);
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
