using System.Text;

namespace Talentys.Ingestion.Csv;

/// <summary>
/// Decides what a value may be read as without losing anything: a number that would be written otherwise (leading zeros, a
/// plus sign, more than 18 digits) is text.
/// </summary>
internal static class ValueShapes
{
    private const int MostDigits = 18;
    private const Shapes Numbers = Shapes.Integer | Shapes.Decimal | Shapes.Double | Shapes.Comma;
    private const Shapes IsoTimes = Shapes.Date | Shapes.Timestamp | Shapes.TimestampTz;

    /// <summary>Narrows the facts by one value that is not null and not empty.</summary>
    /// <param name="facts">The facts of the column.</param>
    /// <param name="value">UTF-8 text.</param>
    /// <param name="dialect">For the marks of numbers.</param>
    /// <param name="line">Where the value stands.</param>
    public static void Narrow(ColumnFacts facts, ReadOnlySpan<byte> value, CsvDialect dialect, long line)
    {
        facts.Values++;
        var left = facts.Shapes;
        if (left == Shapes.None)
        {
            return;
        }

        var kept = Shapes.None;
        if ((left & Numbers) != 0)
        {
            kept |= Number(facts, Trim(value), dialect) & left;
        }

        if ((left & IsoTimes) != 0)
        {
            kept |= IsoTime.Shapes(value) & left;
        }

        if ((left & Shapes.Time) != 0 && IsoTime.IsTime(value))
        {
            kept |= Shapes.Time;
        }

        if ((left & (Shapes.DayFirst | Shapes.MonthFirst)) != 0)
        {
            kept |= OrderedDate.Shapes(facts, value) & left;
        }

        if ((left & Shapes.Boolean) != 0 && IsBoolean(value))
        {
            kept |= Shapes.Boolean;
        }

        facts.Shapes = kept;
        if (kept == Shapes.None && facts.Values > 1)
        {
            facts.Lost = left;
            facts.LostTo = Encoding.UTF8.GetString(value[..Math.Min(value.Length, 40)]);
            facts.LostAtLine = line;
        }
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> value) =>
        value[0] == ' ' || value[^1] == ' ' ? value.Trim((byte)' ') : value;

    private static bool IsBoolean(ReadOnlySpan<byte> value) =>
        (value.Length == 4 && Ascii.EqualsIgnoreCase(value, "true"u8)) || (value.Length == 5 && Ascii.EqualsIgnoreCase(value, "false"u8));

    private static Shapes Number(ColumnFacts facts, ReadOnlySpan<byte> value, CsvDialect dialect)
    {
        var at = value.Length > 0 && value[0] == '-' ? 1 : 0;
        var whole = at;
        var digits = 0;
        for (; at < value.Length; at++)
        {
            var b = value[at];
            if (char.IsAsciiDigit((char)b))
            {
                digits++;
            }
            else if (dialect.Thousands == 0 || b != dialect.Thousands || !IsGroup(value, whole, at))
            {
                break;
            }
        }

        if (digits > MostDigits || (digits > 1 && value[whole] == '0'))
        {
            return Shapes.None;
        }

        if (at == value.Length)
        {
            if (digits == 0)
            {
                return Shapes.None;
            }

            Scale(facts, digits, 0);
            return Numbers;
        }

        var mark = value[at];
        var dot = dialect.Decimal == 0 ? mark == '.' : mark == dialect.Decimal;
        var comma = dialect.Decimal == 0 && mark == ',' && dialect.Delimiter != ',';
        var scale = 0;
        if (dot || comma)
        {
            var from = ++at;
            while (at < value.Length && char.IsAsciiDigit((char)value[at]))
            {
                at++;
            }

            scale = at - from;
            if (scale == 0)
            {
                return Shapes.None;
            }

            if (at == value.Length)
            {
                facts.CommaIsDecimal |= comma && (scale != 3 || digits is 0 or > 3 || (digits == 1 && value[whole] == '0'));
                Scale(facts, digits, scale);
                return comma ? Shapes.Comma : digits + scale > MostDigits ? Shapes.Double : Shapes.Decimal | Shapes.Double;
            }
        }

        return digits + scale > 0 && !comma && IsExponent(value[at..]) ? Shapes.Double : Shapes.None;
    }

    /// <summary>A thousands separator stands before a group of exactly three digits, and after one to three.</summary>
    private static bool IsGroup(ReadOnlySpan<byte> value, int whole, int at) =>
        DigitsFrom(value, at + 1) == 3 && at - whole - Math.Max(0, value[whole..at].LastIndexOf(value[at]) + 1) is >= 1 and <= 3;

    private static int DigitsFrom(ReadOnlySpan<byte> value, int at)
    {
        var from = at;
        while (at < value.Length && char.IsAsciiDigit((char)value[at]))
        {
            at++;
        }

        return at - from;
    }

    private static bool IsExponent(ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 2 || rest[0] is not ((byte)'e' or (byte)'E'))
        {
            return false;
        }

        var digits = rest[1] is (byte)'+' or (byte)'-' ? rest[2..] : rest[1..];
        return digits.Length is > 0 and <= 2 && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }

    private static void Scale(ColumnFacts facts, int digits, int scale)
    {
        facts.IntegerDigits = Math.Max(facts.IntegerDigits, digits);
        facts.MaxScale = Math.Max(facts.MaxScale, scale);
        facts.MinScale = Math.Min(facts.MinScale, scale);
    }
}
