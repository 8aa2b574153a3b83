using System.Globalization;
using System.Text.RegularExpressions;

namespace Talentys.Lake.Writing;

/// <summary>Reads dates and times as the engine prints them: <c>2020-01-31</c>, <c>0044-03-15 (BC) 10:00:00.5+02:30</c>.</summary>
internal static partial class EngineTimeText
{
    private const long MicrosPerSecond = 1_000_000;
    private const long SecondsPerDay = 86_400;

    /// <summary>Days since 1970-01-01, or null for infinity.</summary>
    public static int? Days(string text)
    {
        var match = Moment().Match(text);
        return match.Success && match.Groups["year"].Success && !match.Groups["hour"].Success && DaysOf(match) is >= int.MinValue and <= int.MaxValue and var days
            ? (int)days
            : null;
    }

    /// <summary>Microseconds since midnight.</summary>
    public static long? TimeMicros(string text)
    {
        var match = Moment().Match(text);
        return match.Success && match.Groups["hour"].Success && !match.Groups["year"].Success ? MicrosOf(match) : null;
    }

    /// <summary>Microseconds since 1970-01-01 00:00, at UTC where the text has an offset; null for infinity.</summary>
    public static long? TimestampMicros(string text)
    {
        var match = Moment().Match(text);
        if (!match.Success || !match.Groups["hour"].Success || !match.Groups["year"].Success)
        {
            return null;
        }

        var offset = ((Number(match, "oh") * 60) + Number(match, "om")) * 60 + Number(match, "os");
        var seconds = match.Groups["sign"].Value == "-" ? offset : -offset;
        var micros = ((Int128)DaysOf(match) * SecondsPerDay * MicrosPerSecond) + MicrosOf(match) + (seconds * MicrosPerSecond);
        return micros >= long.MinValue && micros <= long.MaxValue ? (long)micros : null;
    }

    private static long DaysOf(Match match)
    {
        var year = Number(match, "year");
        return CivilDays.Of(match.Groups["bc"].Success ? 1 - year : year, (int)Number(match, "month"), (int)Number(match, "day"));
    }

    private static long MicrosOf(Match match)
    {
        var fraction = match.Groups["fraction"].Success ? match.Groups["fraction"].Value.PadRight(6, '0')[..6] : "0";
        var seconds = (((Number(match, "hour") * 60) + Number(match, "minute")) * 60) + Number(match, "second");
        return (seconds * MicrosPerSecond) + long.Parse(fraction, CultureInfo.InvariantCulture);
    }

    private static long Number(Match match, string group) =>
        match.Groups[group] is { Success: true } found ? long.Parse(found.ValueSpan, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^(?:(?<year>\d{4,7})-(?<month>\d\d)-(?<day>\d\d)(?<bc> \(BC\))?)? ?(?:(?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d)(?:\.(?<fraction>\d{1,9}))?(?:(?<sign>[+-])(?<oh>\d\d)(?::(?<om>\d\d))?(?::(?<os>\d\d))?)?)?$")]
    private static partial Regex Moment();
}
