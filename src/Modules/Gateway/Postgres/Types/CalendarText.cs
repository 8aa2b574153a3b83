using Talentys.Gateway.Postgres.Messages;

namespace Talentys.Gateway.Postgres.Types;

/// <summary>Dates and times as PostgreSQL writes them with DateStyle ISO: years of four digits or more, BC behind.</summary>
internal static class CalendarText
{
    public const long MicrosecondsPerDay = 86_400_000_000;
    private const long DaysToEpoch = 719_468; // from 0000-03-01 to 1970-01-01

    /// <summary>A date of days since 1970-01-01; true when BC must follow at the end.</summary>
    public static bool Date(OutBuffer to, long days)
    {
        var (year, month, day) = Civil(days);
        var before = year <= 0;
        Number(to, before ? 1 - year : year, 4);
        to.Byte((byte)'-');
        Number(to, month, 2);
        to.Byte((byte)'-');
        Number(to, day, 2);
        return before;
    }

    /// <summary>A time of day in microseconds.</summary>
    public static void Time(OutBuffer to, long micros)
    {
        var (seconds, fraction) = Math.DivRem(micros, 1_000_000);
        Number(to, seconds / 3600, 2);
        to.Byte((byte)':');
        Number(to, seconds / 60 % 60, 2);
        to.Byte((byte)':');
        Number(to, seconds % 60, 2);
        if (fraction > 0)
        {
            to.Byte((byte)'.');
            var digits = 6;
            for (; fraction % 10 == 0; digits--)
            {
                fraction /= 10;
            }

            Number(to, fraction, digits);
        }
    }

    /// <summary>A timestamp of microseconds since 1970-01-01, with the offset of its zone where there is one.</summary>
    public static void Timestamp(OutBuffer to, long micros, TimeZoneInfo? zone, bool forEngine = false)
    {
        var offset = zone is null ? TimeSpan.Zero : OffsetAt(zone, micros);
        var local = micros + offset.Ticks / TimeSpan.TicksPerMicrosecond;
        var (days, rest) = FloorDivide(local, MicrosecondsPerDay);
        var before = Date(to, days);
        if (forEngine)
        {
            EndForEngine(to, before);
        }

        to.Byte((byte)' ');
        Time(to, rest);
        if (zone is not null)
        {
            Offset(to, offset);
        }

        End(to, before && !forEngine);
    }

    /// <summary>The engine reads BC in brackets, right behind the date.</summary>
    public static void EndForEngine(OutBuffer to, bool before)
    {
        if (before)
        {
            to.Bytes(" (BC)"u8);
        }
    }

    public static void End(OutBuffer to, bool before)
    {
        if (before)
        {
            to.Bytes(" BC"u8);
        }
    }

    /// <summary><c>+02</c>, <c>-03:30</c>.</summary>
    public static void Offset(OutBuffer to, TimeSpan offset)
    {
        to.Byte((byte)(offset < TimeSpan.Zero ? '-' : '+'));
        var seconds = (long)Math.Abs(offset.TotalSeconds);
        Number(to, seconds / 3600, 2);
        if (seconds % 3600 != 0)
        {
            to.Byte((byte)':');
            Number(to, seconds / 60 % 60, 2);
        }

        if (seconds % 60 != 0)
        {
            to.Byte((byte)':');
            Number(to, seconds % 60, 2);
        }
    }

    public static (long Quotient, long Remainder) FloorDivide(long value, long by)
    {
        var (quotient, rest) = Math.DivRem(value, by);
        return rest < 0 ? (quotient - 1, rest + by) : (quotient, rest);
    }

    /// <summary>A number that is not negative, with at least so many digits.</summary>
    public static void Number(OutBuffer to, long value, int digits)
    {
        if (digits == 2 && value < 100)
        {
            var two = to.Take(2);
            two[0] = (byte)('0' + value / 10);
            two[1] = (byte)('0' + value % 10);
            return;
        }

        var length = digits;
        for (var most = Power(digits); most <= value; most *= 10)
        {
            length++;
        }

        var room = to.Take(length);
        for (var at = length - 1; at >= 0; at--)
        {
            (value, var digit) = Math.DivRem(value, 10);
            room[at] = (byte)('0' + digit);
        }
    }

    private static long Power(int digits) => digits switch { 1 => 10, 2 => 100, 3 => 1000, 4 => 10_000, 5 => 100_000, _ => 1_000_000 };

    private static TimeSpan OffsetAt(TimeZoneInfo zone, long micros)
    {
        if (ReferenceEquals(zone, TimeZoneInfo.Utc))
        {
            return TimeSpan.Zero;
        }

        var ticks = (Int128)micros * TimeSpan.TicksPerMicrosecond + DateTime.UnixEpoch.Ticks;
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks
            ? zone.GetUtcOffset(new DateTime((long)ticks, DateTimeKind.Utc))
            : zone.BaseUtcOffset;
    }

    // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": eras of 400 years from 1 March
    private static (long Year, long Month, long Day) Civil(long days)
    {
        var (era, day) = FloorDivide(days + DaysToEpoch, 146_097);
        var year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
        var ofYear = day - (365 * year + year / 4 - year / 100);
        var month = (5 * ofYear + 2) / 153;
        var civil = month < 10 ? month + 3 : month - 9;
        return (year + era * 400 + (civil <= 2 ? 1 : 0), civil, ofYear - (153 * month + 2) / 5 + 1);
    }
}
