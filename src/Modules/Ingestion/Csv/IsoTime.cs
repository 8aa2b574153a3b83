namespace Talentys.Ingestion.Csv;

/// <summary>Dates and times as ISO 8601 and SQL write them.</summary>
internal static class IsoTime
{
    public static Shapes Shapes(ReadOnlySpan<byte> value)
    {
        if (value.Length < 10 || value[4] != '-' || value[7] != '-' || !IsDate(value))
        {
            return Csv.Shapes.None;
        }

        if (value.Length == 10)
        {
            return Csv.Shapes.Date | Csv.Shapes.Timestamp | Csv.Shapes.TimestampTz;
        }

        if (value[10] is not ((byte)'T' or (byte)' '))
        {
            return Csv.Shapes.None;
        }

        var rest = value[11..];
        var time = TimeLength(rest);
        if (time == 0)
        {
            return Csv.Shapes.None;
        }

        rest = rest[time..];
        return rest.Length == 0 ? Csv.Shapes.Timestamp | Csv.Shapes.TimestampTz : IsOffset(rest) ? Csv.Shapes.TimestampTz : Csv.Shapes.None;
    }

    public static bool IsTime(ReadOnlySpan<byte> value) => value.Length >= 5 && TimeLength(value) == value.Length;

    /// <summary>The number that ASCII digits write, or -1.</summary>
    public static int Digits(ReadOnlySpan<byte> digits)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return -1;
            }

            number = (number * 10) + digit - '0';
        }

        return digits.Length == 0 ? -1 : number;
    }

    public static bool IsDay(int year, int month, int day) =>
        year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);

    private static bool IsDate(ReadOnlySpan<byte> value) => IsDay(Digits(value[..4]), Digits(value[5..7]), Digits(value[8..10]));

    /// <summary>Bytes of <c>HH:MM[:SS[.ffffff]]</c> at the start, 0 for none. More than microseconds would be lost, so it is none.</summary>
    private static int TimeLength(ReadOnlySpan<byte> value)
    {
        if (value.Length < 5 || value[2] != ':' || Digits(value[..2]) is < 0 or > 23 || Digits(value[3..5]) is < 0 or > 59)
        {
            return 0;
        }

        if (value.Length < 8 || value[5] != ':')
        {
            return 5;
        }

        if (Digits(value[6..8]) is < 0 or > 59)
        {
            return 0;
        }

        if (value.Length < 10 || value[8] != '.')
        {
            return 8;
        }

        var at = 9;
        while (at < value.Length && char.IsAsciiDigit((char)value[at]) && (at < 15 || value[at] == '0'))
        {
            at++;
        }

        return at == 9 ? 8 : at;
    }

    private static bool IsOffset(ReadOnlySpan<byte> rest) => rest switch
    {
        [(byte)'Z'] => true,
        [(byte)'+' or (byte)'-', _, _] => Digits(rest[1..]) is >= 0 and <= 14,
        [(byte)'+' or (byte)'-', _, _, (byte)':', _, _] => Digits(rest[1..3]) is >= 0 and <= 14 && Digits(rest[4..]) is >= 0 and <= 59,
        _ => false,
    };
}
