using Apache.Arrow;
using Talentys.Gateway.Postgres.Messages;

namespace Talentys.Gateway.Postgres.Types;

/// <summary><c>varbit</c>, which comes as a text of zeros and ones.</summary>
internal sealed class BitEncoder : ColumnEncoder<StringArray>
{
    public override void Text(OutBuffer to, int row) => to.Bytes(Values.GetBytes(row));

    /// <summary>The number of bits, then they, from the highest bit of each byte.</summary>
    public override void Binary(OutBuffer to, int row)
    {
        var text = Values.GetBytes(row);
        to.Int32(text.Length);
        var bytes = to.Take((text.Length + 7) / 8);
        bytes.Clear();
        for (var at = 0; at < text.Length; at++)
        {
            bytes[at / 8] |= (byte)((text[at] - '0') << (7 - at % 8));
        }
    }
}
