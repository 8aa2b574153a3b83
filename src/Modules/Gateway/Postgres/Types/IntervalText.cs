using System.Globalization;
using System.Text.RegularExpressions;

namespace Talentys.Gateway.Postgres.Types;

/// <summary>Intervals as clients write them, in the words of the engine.</summary>
internal static partial class IntervalText
{
    /// <summary>PostgreSQL's <c>1 mon</c> is the engine's <c>1 month</c>; ISO 8601 is taken apart.</summary>
    /// <exception cref="FormatException">It is no interval.</exception>
    public static string ToEngine(string text)
    {
        var trimmed = text.Trim().TrimStart('@').Trim();
        if (!trimmed.StartsWith('P'))
        {
            return Months().Replace(trimmed, "month");
        }

        if (Iso().Match(trimmed) is not { Success: true, Length: > 1 } match)
        {
            throw new FormatException("no interval");
        }

        var (months, micros) = (Part("y") * 12 + Part("mo"), (Part("h") * 3600 + Part("mi") * 60 + Part("s")) * 1_000_000);
        return string.Create(CultureInfo.InvariantCulture, $"{months:0} months {Part("w") * 7 + Part("d"):0} days {micros:0} microseconds");

        decimal Part(string name) => match.Groups[name] is { Success: true } group
            ? decimal.Parse(group.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture)
            : 0;
    }

    [GeneratedRegex(@"\bmons?\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Months();

    [GeneratedRegex(@"^P(?:(?<y>-?\d+)Y)?(?:(?<mo>-?\d+)M)?(?:(?<w>-?\d+)W)?(?:(?<d>-?\d+)D)?(?:T(?:(?<h>-?\d+)H)?(?:(?<mi>-?\d+)M)?(?:(?<s>-?\d+(?:\.\d+)?)S)?)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Iso();
}
