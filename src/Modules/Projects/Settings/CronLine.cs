using System.Globalization;

namespace Talentys.Projects.Settings;

/// <summary>Tells what is wrong with a cron line of five fields.</summary>
internal static class CronLine
{
    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private static readonly (string Name, int Least, int Most, string[] Words)[] Fields =
    [
        ("minute", 0, 59, []),
        ("hour", 0, 23, []),
        ("day of the month", 1, 31, []),
        ("month", 1, 12, Months),
        ("day of the week", 0, 7, Days),
    ];

    /// <summary>The first problem, as a sentence; null when there is none.</summary>
    internal static string? Problem(string line)
    {
        var parts = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != Fields.Length)
        {
            return $"A cron line has five fields; this one has {parts.Length}.";
        }

        for (var i = 0; i < parts.Length; i++)
        {
            var (name, least, most, words) = Fields[i];
            if (!parts[i].Split(',').All(part => IsPart(part, least, most, words)))
            {
                return $"'{parts[i]}' is no {name}: it goes from {least} to {most}.";
            }
        }

        return null;
    }

    // n, n-m, *, each perhaps with /step
    private static bool IsPart(string part, int least, int most, string[] words)
    {
        var steps = part.Split('/');
        if (steps.Length > 2 || (steps.Length == 2 && Number(steps[1]) is null or 0))
        {
            return false;
        }

        if (steps[0] == "*")
        {
            return true;
        }

        var ends = steps[0].Split('-');
        int?[] values = [.. ends.Select(end => Value(end, least, words))];
        return ends.Length <= 2 && values.All(value => value >= least && value <= most) && values[0] <= values[^1];
    }

    private static int? Value(string text, int least, string[] words)
    {
        var word = Array.IndexOf(words, text.ToUpperInvariant());
        return word >= 0 ? word + least : Number(text);
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
