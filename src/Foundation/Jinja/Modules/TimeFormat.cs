using System.Globalization;
using System.Text;
using Talentys.Jinja.Values;

namespace Talentys.Jinja.Modules;

/// <summary>Python's <c>strftime</c> and <c>strptime</c>, with the names of the language C.</summary>
internal static class TimeFormat
{
    private static readonly DateTimeFormatInfo Names = DateTimeFormatInfo.InvariantInfo;

    public static string Of(DateTime time, TimeSpan? offset, string? zone, string format)
    {
        var text = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
            {
                text.Append(format[i]);
                continue;
            }

            i++;
            var plain = format[i] == '-' && i + 1 < format.Length;
            i += plain ? 1 : 0;
            var part = One(time, offset, zone, format[i]);
            text.Append(plain && part.Length > 1 ? part.TrimStart('0') is { Length: > 0 } trimmed ? trimmed : "0" : part);
        }

        return text.ToString();
    }

    /// <summary>What a text says of a time, by a format.</summary>
    public static (DateTime Time, TimeSpan? Offset) Read(string text, string format)
    {
        var (year, month, day, hour, minute, second, micro) = (1900, 1, 1, 0, 0, 0, 0);
        int? dayOfYear = null;
        bool? afternoon = null;
        TimeSpan? offset = null;
        var at = 0;
        for (var i = 0; i < format.Length; i++)
        {
            if (char.IsWhiteSpace(format[i]))
            {
                while (at < text.Length && char.IsWhiteSpace(text[at]))
                {
                    at++;
                }

                continue;
            }

            if (format[i] != '%' || i + 1 == format.Length)
            {
                if (at >= text.Length || text[at++] != format[i])
                {
                    throw Mismatch();
                }

                continue;
            }

            switch (format[++i])
            {
                case 'Y': year = Number(4); break;
                case 'y': year = Number(2) is var two && two < 69 ? 2000 + two : 1900 + two; break;
                case 'm': month = Number(2); break;
                case 'd' or 'e': day = Number(2); break;
                case 'H': hour = Number(2); break;
                case 'I': hour = Number(2) % 12; break;
                case 'M': minute = Number(2); break;
                case 'S': second = Number(2); break;
                case 'j': dayOfYear = Number(3); break;
                case 'f':
                    var start = at;
                    micro = Number(6) * (int)Math.Pow(10, 6 - (at - start));
                    break;
                case 'p': afternoon = Word(["AM", "PM"]) == 1; break;
                case 'b' or 'h': month = Word(Names.AbbreviatedMonthNames[..12]) + 1; break;
                case 'B': month = Word(Names.MonthNames[..12]) + 1; break;
                case 'a': Word(Names.AbbreviatedDayNames); break;
                case 'A': Word(Names.DayNames); break;
                case 'z': offset = Zone(); break;
                case 'Z': Word(["UTC", "GMT", "Z"]); break;
                case 'T': format = format[..(i + 1)] + "%H:%M:%S" + format[(i + 1)..]; break;
                case 'D': format = format[..(i + 1)] + "%m/%d/%y" + format[(i + 1)..]; break;
                case 'F': format = format[..(i + 1)] + "%Y-%m-%d" + format[(i + 1)..]; break;
                case '%': at += at < text.Length && text[at] == '%' ? 1 : throw Mismatch(); break;
                default: throw Faults.Value($"'{format[i]}' is a bad directive in format '{format}'");
            }
        }

        if (at != text.Length)
        {
            throw Faults.Value($"unconverted data remains: {text[at..]}");
        }

        hour += afternoon == true && hour < 12 ? 12 : 0;
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 61)
        {
            throw Mismatch();
        }

        var date = dayOfYear is { } number ? new DateTime(year, 1, 1).AddDays(number - 1) : new DateTime(year, month, day);
        return (date.AddHours(hour).AddMinutes(minute).AddSeconds(Math.Min(second, 59)).AddTicks(micro * 10L), offset);

        int Number(int most)
        {
            var start = at;
            while (at < text.Length && at - start < most && char.IsAsciiDigit(text[at]))
            {
                at++;
            }

            return at == start ? throw Mismatch() : int.Parse(text.AsSpan(start, at - start), CultureInfo.InvariantCulture);
        }

        int Word(string[] words)
        {
            for (var w = 0; w < words.Length; w++)
            {
                if (string.Compare(text, at, words[w], 0, words[w].Length, StringComparison.OrdinalIgnoreCase) == 0)
                {
                    at += words[w].Length;
                    return w;
                }
            }

            throw Mismatch();
        }

        TimeSpan Zone()
        {
            if (at < text.Length && text[at] == 'Z')
            {
                at++;
                return TimeSpan.Zero;
            }

            var sign = at < text.Length && text[at] is '+' or '-' ? (text[at++] == '-' ? -1 : 1) : throw Mismatch();
            var hours = Number(2);
            at += at < text.Length && text[at] == ':' ? 1 : 0;
            return sign * new TimeSpan(hours, Number(2), 0);
        }

        Exception Mismatch() => Faults.Value($"time data {Texts.Repr(text)} does not match format {Texts.Repr(format)}");
    }

    private static string One(DateTime time, TimeSpan? offset, string? zone, char directive)
    {
        var c = CultureInfo.InvariantCulture;
        return directive switch
        {
            'Y' => time.Year.ToString("0000", c),
            'y' => (time.Year % 100).ToString("00", c),
            'C' => (time.Year / 100).ToString("00", c),
            'm' => time.Month.ToString("00", c),
            'd' => time.Day.ToString("00", c),
            'e' => time.Day.ToString(c).PadLeft(2),
            'H' => time.Hour.ToString("00", c),
            'k' => time.Hour.ToString(c).PadLeft(2),
            'I' => ((time.Hour + 11) % 12 + 1).ToString("00", c),
            'M' => time.Minute.ToString("00", c),
            'S' => time.Second.ToString("00", c),
            'f' => (time.Ticks / 10 % 1_000_000).ToString("000000", c),
            'p' => time.Hour < 12 ? "AM" : "PM",
            'j' => time.DayOfYear.ToString("000", c),
            'a' => Names.GetAbbreviatedDayName(time.DayOfWeek),
            'A' => Names.GetDayName(time.DayOfWeek),
            'b' or 'h' => Names.GetAbbreviatedMonthName(time.Month),
            'B' => Names.GetMonthName(time.Month),
            'w' => ((int)time.DayOfWeek).ToString(c),
            'u' => ((int)time.DayOfWeek is 0 ? 7 : (int)time.DayOfWeek).ToString(c),
            'U' => ((time.DayOfYear + 6 - (int)time.DayOfWeek) / 7).ToString("00", c),
            'W' => ((time.DayOfYear + 6 - (((int)time.DayOfWeek + 6) % 7)) / 7).ToString("00", c),
            'V' => ISOWeek.GetWeekOfYear(time).ToString("00", c),
            'G' => ISOWeek.GetYear(time).ToString("0000", c),
            's' => ((long)(time - offset.GetValueOrDefault() - DateTime.UnixEpoch).TotalSeconds).ToString(c),
            'z' => offset is { } given ? Offset(given, "") : "",
            'Z' => zone ?? "",
            'c' => Of(time, offset, zone, "%a %b %e %H:%M:%S %Y"),
            'x' or 'D' => Of(time, offset, zone, "%m/%d/%y"),
            'X' or 'T' => Of(time, offset, zone, "%H:%M:%S"),
            'F' => Of(time, offset, zone, "%Y-%m-%d"),
            'R' => Of(time, offset, zone, "%H:%M"),
            'r' => Of(time, offset, zone, "%I:%M:%S %p"),
            'n' => "\n",
            't' => "\t",
            '%' => "%",
            _ => "%" + directive,
        };
    }

    public static string Offset(TimeSpan offset, string between)
    {
        var size = offset.Duration();
        var seconds = size.Seconds == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{between}{size.Seconds:00}");
        return string.Create(CultureInfo.InvariantCulture, $"{(offset < TimeSpan.Zero ? '-' : '+')}{(int)size.TotalHours:00}{between}{size.Minutes:00}{seconds}");
    }
}
