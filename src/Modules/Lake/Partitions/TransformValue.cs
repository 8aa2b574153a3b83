using System.Numerics;
using Talentys.Lake.Types;

namespace Talentys.Lake.Partitions;

/// <summary>Applies transforms to values.</summary>
internal static class TransformValue
{
    private const long MicrosPerHour = 3_600_000_000;
    private const long MicrosPerDay = 24 * MicrosPerHour;

    /// <summary>The partition value of a value as <see cref="SingleValue"/> has it; a null stays null.</summary>
    /// <exception cref="InvalidOperationException">The transform does not take such values, or is not known.</exception>
    public static object? Of(Transform transform, object? value) => (transform, value) switch
    {
        (_, null) => null,
        (Transform.Void, _) => null,
        (Transform.Identity, _) => value,
        (Transform.Bucket bucket, _) => (BucketHash.Of(value) & int.MaxValue) % bucket.Count,
        (Transform.Truncate cut, _) => Truncate(value, cut.Width),
        (Transform.Time { Unit: TimeUnit.Hour }, long micros) => Math.Clamp(Floor(micros, MicrosPerHour), int.MinValue, int.MaxValue) is var hours ? (int)hours : 0,
        (Transform.Time time, long micros) => Time(time.Unit, Floor(micros, MicrosPerDay)),
        (Transform.Time { Unit: not TimeUnit.Hour } time, int days) => Time(time.Unit, days),
        _ => throw new InvalidOperationException($"The transform {transform} does not take a {value.GetType().Name}."),
    };

    private static object Truncate(object value, int width)
    {
        switch (value)
        {
            // what falls below the least number comes out at the other end, as in other engines
            case int number:
                return unchecked((int)(number - Remainder(number, width)));
            case long number:
                return unchecked(number - Remainder(number, width));
            case BigInteger unscaled:
                var rest = unscaled % width;
                return unscaled - (rest.Sign < 0 ? rest + width : rest);
            case string text:
                return Cut(text, width);
            case byte[] bytes:
                return bytes.Length <= width ? bytes : bytes[..width];
            default:
                throw new InvalidOperationException($"A {value.GetType().Name} is not truncated.");
        }
    }

    /// <summary>The first code points of a text.</summary>
    private static string Cut(string text, int width)
    {
        if (text.Length <= width)
        {
            return text;
        }

        var length = 0;
        for (var points = 0; points < width && length < text.Length; points++)
        {
            length += char.IsSurrogatePair(text, length) ? 2 : 1;
        }

        return length == text.Length ? text : text[..length];
    }

    private static int Time(TimeUnit unit, long days)
    {
        if (unit == TimeUnit.Day)
        {
            return (int)days;
        }

        var (year, month) = YearAndMonth(days);
        return (int)(unit == TimeUnit.Year ? year - 1970 : ((year - 1970) * 12) + month - 1);
    }

    /// <summary>Year and month of a day since 1970. Source: Howard Hinnant, "chrono-compatible low-level date algorithms".</summary>
    private static (long Year, int Month) YearAndMonth(long days)
    {
        var shifted = days + 719468;
        var era = Floor(shifted, 146097);
        var dayOfEra = shifted - (era * 146097);
        var yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36524) - (dayOfEra / 146096)) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var shiftedMonth = (int)(((5 * dayOfYear) + 2) / 153);
        var month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9);
        return (yearOfEra + (era * 400) + (month <= 2 ? 1 : 0), month);
    }

    private static long Remainder(long number, int width) => number % width is var rest && rest < 0 ? rest + width : number % width;

    private static long Floor(long number, long unit) => (number / unit) - (number % unit < 0 ? 1 : 0);
}
