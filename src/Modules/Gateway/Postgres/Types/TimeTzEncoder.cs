using Apache.Arrow;
using Talentys.Gateway.Postgres.Messages;

namespace Talentys.Gateway.Postgres.Types;

/// <summary><c>timetz</c>, which comes as its text.</summary>
internal sealed class TimeTzEncoder : ColumnEncoder<StringArray>
{
    public override void Text(OutBuffer to, int row) => to.Bytes(Values.GetBytes(row));

    /// <summary>Microseconds of the day, then the offset in seconds, counted to the west.</summary>
    public override void Binary(OutBuffer to, int row)
    {
        var text = Values.GetBytes(row);
        var sign = text.LastIndexOfAny((byte)'+', (byte)'-');
        to.Int64(Micros(text[..sign]));
        var seconds = (int)(Micros(text[(sign + 1)..]) / 1_000_000);
        to.Int32(text[sign] == '+' ? -seconds : seconds);
    }

    // hours, then minutes, seconds and a fraction where they are
    private static long Micros(ReadOnlySpan<byte> text)
    {
        long micros = 0;
        for (var unit = 3_600_000_000; text.Length >= 2; unit /= 60)
        {
            micros += ((text[0] - '0') * 10 + (text[1] - '0')) * unit;
            text = text[2..];
            if (text.IsEmpty || text[0] != ':')
            {
                break;
            }

            text = text[1..];
        }

        for (int at = 1, unit = 100_000; at < text.Length; at++, unit /= 10)
        {
            micros += (text[at] - '0') * unit;
        }

        return micros;
    }
}
