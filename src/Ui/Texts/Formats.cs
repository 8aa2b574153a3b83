using System.Globalization;

namespace Talentys.Ui.Texts;

/// <summary>Writes numbers, sizes, times and durations as the user reads them.</summary>
public sealed class Formats(Words words)
{
    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB", "PB"];
    private static readonly string[] FrenchUnits = ["o", "Ko", "Mo", "Go", "To", "Po"];

    private CultureInfo culture = CultureInfo.CurrentCulture;

    /// <summary>The zone times are shown in.</summary>
    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Local;

    /// <summary>Takes the ways of a user.</summary>
    public void Use(string language, string numbers, string timeZone)
    {
        culture = (CultureInfo)CultureInfo.GetCultureInfo(language is "fr" ? "fr-FR" : "en-GB").Clone();
        if (numbers.Length > 0)
        {
            culture.NumberFormat = (NumberFormatInfo)CultureInfo.GetCultureInfo(numbers).NumberFormat.Clone();
        }

        CultureInfo.DefaultThreadCurrentCulture = culture;
        CultureInfo.CurrentCulture = culture;
        Zone = timeZone.Length > 0 && TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var zone) ? zone : TimeZoneInfo.Local;
    }

    /// <summary>A whole number with its groups.</summary>
    public string Number(long value) => value.ToString("N0", culture);

    /// <summary>A number with as many digits as it needs, at most <paramref name="digits"/>.</summary>
    public string Number(double value, int digits = 2) => value.ToString("#,0." + new string('#', digits), culture);

    /// <summary>A large number in short: 12.3 k, 4.5 M.</summary>
    public string Brief(long value) => Math.Abs(value) switch
    {
        < 10_000 => Number(value),
        < 1_000_000 => Number(value / 1e3, 1) + " k",
        < 1_000_000_000 => Number(value / 1e6, 1) + " M",
        _ => Number(value / 1e9, 1) + (words.Language == "fr" ? " Md" : " B"),
    };

    /// <summary>A size in bytes.</summary>
    public string Bytes(long bytes)
    {
        var units = words.Language == "fr" ? FrenchUnits : Units;
        double value = bytes;
        var unit = 0;
        for (; Math.Abs(value) >= 1000 && unit < units.Length - 1; unit++)
        {
            value /= 1000;
        }

        return $"{Number(value, unit == 0 || value >= 100 ? 0 : 1)} {units[unit]}";
    }

    /// <summary>A time as date and time of day.</summary>
    public string Time(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone).ToString("d MMM yyyy, HH:mm:ss", culture);

    /// <summary>The time of day.</summary>
    public string Clock(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone).ToString("HH:mm:ss", culture);

    /// <summary>How long ago.</summary>
    public string Ago(DateTimeOffset at)
    {
        var past = TimeProvider.System.GetUtcNow() - at;
        return past.TotalSeconds switch
        {
            < 5 => words["just now"],
            < 60 => words["{0} s ago", (int)past.TotalSeconds],
            < 3600 => words["{0} min ago", (int)past.TotalMinutes],
            < 86_400 => words["{0} h ago", (int)past.TotalHours],
            < 86_400 * 7 => words.Count((int)past.TotalDays, "{0} day ago", "{0} days ago"),
            _ => TimeZoneInfo.ConvertTime(at, Zone).ToString("d MMM yyyy", CultureInfo.CurrentCulture),
        };
    }

    /// <summary>A span of time.</summary>
    public string Duration(TimeSpan span) => span.TotalSeconds switch
    {
        < 1 => $"{Math.Max(span.TotalMilliseconds, 0):0} ms",
        < 60 => $"{Number(span.TotalSeconds, 1)} s",
        < 3600 => $"{(int)span.TotalMinutes} min {span.Seconds} s",
        _ => $"{(int)span.TotalHours} h {span.Minutes} min",
    };

    /// <summary>A span of milliseconds.</summary>
    public string Duration(double milliseconds) => Duration(TimeSpan.FromMilliseconds(milliseconds));
}
