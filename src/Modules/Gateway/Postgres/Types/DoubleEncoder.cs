using System.Buffers.Binary;
using System.Globalization;
using Talentys.Gateway.Postgres.Messages;

namespace Talentys.Gateway.Postgres.Types;

/// <summary><c>float8</c>.</summary>
internal sealed class DoubleEncoder : FixedEncoder<double>
{
    public override void Text(OutBuffer to, int row)
    {
        var room = to.Room(64);
        Numbers[row].TryFormat(room, out var written, default, CultureInfo.InvariantCulture);
        to.Advance(FloatText.Scientific(room, written, 15));
    }

    public override void Binary(OutBuffer to, int row) => BinaryPrimitives.WriteDoubleBigEndian(to.Take(8), Numbers[row]);
}
