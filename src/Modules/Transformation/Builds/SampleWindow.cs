using System.Globalization;
using System.Text.RegularExpressions;
using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Builds;

/// <summary>The time of which a build reads rows (<c>--sample</c>): of what says when its rows happened (<c>event_time</c>).</summary>
/// <param name="Start">From then on.</param>
/// <param name="End">Before that.</param>
internal sealed partial record SampleWindow(DateTime Start, DateTime End)
{
    /// <summary>Reads <c>3 days</c>, back from now, or <c>{start: 2026-01-01, end: 2026-01-31}</c>.</summary>
    /// <exception cref="FaultException"><c>dbt.sample_invalid</c>.</exception>
    public static SampleWindow Of(string text, DateTimeOffset now)
    {
        static FaultException Wrong(string message) => new(Fault.Invalid("dbt.sample_invalid", message, "--sample", "Write --sample \"3 days\" (hours, days, months, years), or --sample \"{start: 2026-01-01, end: 2026-01-31}\"."));
        if (Relative().Match(text.Trim()) is { Success: true } relative && int.TryParse(relative.Groups[1].Value, CultureInfo.InvariantCulture, out var count) && count > 0)
        {
            try
            {
                var end = now.UtcDateTime;
                return new SampleWindow(relative.Groups[2].Value.ToLowerInvariant() switch { "hour" => end.AddHours(-count), "day" => end.AddDays(-count), "month" => end.AddMonths(-count), _ => end.AddYears(-count) }, end);
            }
            catch (ArgumentOutOfRangeException)
            {
                throw Wrong("The sample begins before the calendar does.");
            }
        }

        if (!text.TrimStart().StartsWith('{') || YamlValues.Read(text, "--sample") is not PyDict told)
        {
            throw Wrong($"The sample {text} is no time.");
        }

        DateTime Read(string key) => told.Get(key) is { } value && DateTime.TryParse(JinjaValues.Text(value), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
            ? moment : throw Wrong($"The sample has no {key} that is a moment.");
        var window = new SampleWindow(Read("start"), Read("end"));
        return window.Start < window.End ? window : throw Wrong("The sample ends before it begins.");
    }

    [GeneratedRegex(@"^(\d+)\s+(hour|day|month|year)s?$", RegexOptions.IgnoreCase)]
    private static partial Regex Relative();
}
