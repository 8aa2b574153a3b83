using System.Globalization;

namespace Talentys.Samples.Writing;

/// <summary>The text forms of values in all files.</summary>
internal static class Text
{
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Time(DateOnly day, int second) =>
        day.ToDateTime(TimeOnly.MinValue).AddSeconds(second).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Cents(long cents, char point = '.') =>
        string.Create(CultureInfo.InvariantCulture, $"{(cents < 0 ? "-" : "")}{Math.Abs(cents) / 100}{point}{Math.Abs(cents) % 100:00}");

    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
