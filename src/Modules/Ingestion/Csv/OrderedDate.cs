using System.Text;

namespace Talentys.Ingestion.Csv;

/// <summary>
/// Dates like <c>31/12/2024</c> or <c>12/31/2024</c>, with a year of four digits and, where one follows, a time of day.
/// Which comes first is known only when a column holds a number above 12: until then both are possible.
/// </summary>
internal static class OrderedDate
{
    private static readonly string[] Forms = ["", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p"];

    public static Shapes Shapes(ColumnFacts facts, ReadOnlySpan<byte> value)
    {
        var one = Number(value, 2);
        if (one == 0 || one >= value.Length || value[one] is not ((byte)'/' or (byte)'.' or (byte)'-'))
        {
            return Csv.Shapes.None;
        }

        var separator = value[one];
        if (facts.DateSeparator != 0 && facts.DateSeparator != separator)
        {
            return Csv.Shapes.None;
        }

        var rest = value[(one + 1)..];
        var two = Number(rest, 2);
        if (two == 0 || two >= rest.Length || rest[two] != separator || rest.Length < two + 5)
        {
            return Csv.Shapes.None;
        }

        var year = IsoTime.Digits(rest.Slice(two + 1, 4));
        var form = Form(rest[(two + 5)..]);
        if (year < 0 || form < 0)
        {
            return Csv.Shapes.None;
        }

        var (first, second) = (IsoTime.Digits(value[..one]), IsoTime.Digits(rest[..two]));
        var shapes = (IsoTime.IsDay(year, second, first) ? Csv.Shapes.DayFirst : 0) | (IsoTime.IsDay(year, first, second) ? Csv.Shapes.MonthFirst : 0);
        facts.DateSeparator = separator;
        facts.TimeForms |= 1 << form;
        return shapes;
    }

    /// <summary>The strptime formats of a column.</summary>
    public static IReadOnlyList<string> Formats(ColumnFacts facts, bool dayFirst)
    {
        var mark = (char)facts.DateSeparator;
        var date = dayFirst ? $"%d{mark}%m{mark}%Y" : $"%m{mark}%d{mark}%Y";
        return [.. Forms.Where((_, form) => (facts.TimeForms & (1 << form)) != 0).Select(form => date + form)];
    }

    private static int Number(ReadOnlySpan<byte> value, int most)
    {
        var length = 0;
        while (length < most && length < value.Length && char.IsAsciiDigit((char)value[length]))
        {
            length++;
        }

        return length;
    }

    private static int Form(ReadOnlySpan<byte> rest)
    {
        if (rest.Length == 0)
        {
            return 0;
        }

        var half = rest.Length > 3 && (Ascii.EqualsIgnoreCase(rest[^3..], " am"u8) || Ascii.EqualsIgnoreCase(rest[^3..], " pm"u8));
        var time = half ? rest[..^3] : rest;
        if (time.Length < 5 || time[0] != ' ')
        {
            return -1;
        }

        var hours = Number(time[1..], 2);
        var after = time[(1 + hours)..];
        var hour = IsoTime.Digits(time.Slice(1, hours));
        if (hours == 0 || hour > (half ? 12 : 23) || (half && hour == 0) || after.Length is not (3 or 6) || after[0] != ':'
            || IsoTime.Digits(after[1..3]) is < 0 or > 59)
        {
            return -1;
        }

        var seconds = after.Length == 6;
        return seconds && (after[3] != ':' || IsoTime.Digits(after[4..]) is < 0 or > 59) ? -1 : (half ? 3 : 1) + (seconds ? 1 : 0);
    }
}
