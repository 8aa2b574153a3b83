using System.Globalization;
using Talentys.Contracts;
using Talentys.Jinja.Public;
using Talentys.Kernel;
using Talentys.Transformation.Public;
using Talentys.Transformation.Yaml;

namespace Talentys.Transformation.Builds;

/// <summary>A part of the time that a model in batches is about.</summary>
/// <param name="Start">From then on.</param>
/// <param name="End">Before that.</param>
/// <param name="Size">hour, day, month or year.</param>
/// <param name="IsFirst">Whether it is the first of its run.</param>
/// <param name="IsLast">Whether it is the last.</param>
internal sealed record TimeBatch(DateTime Start, DateTime End, string Size, bool IsFirst, bool IsLast)
{
    private const int Most = 100_000;

    private static readonly Dictionary<string, string> Ids = new(StringComparer.Ordinal) { ["hour"] = "yyyyMMdd'T'HH", ["day"] = "yyyyMMdd", ["month"] = "yyyyMM", ["year"] = "yyyy" };

    /// <summary>dbt's name of it: <c>20260131</c>.</summary>
    public string Id => Start.ToString(Ids[Size], CultureInfo.InvariantCulture);

    /// <summary>The condition that a time is in a span.</summary>
    public static string Has(string column, DateTime start, DateTime end) => $"cast({column} as timestamp) >= timestamp '{Text(start)}' and cast({column} as timestamp) < timestamp '{Text(end)}'";

    /// <summary>The batches of a run.</summary>
    /// <param name="node">The model.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="isIncremental">Whether its table is there and is kept: only the last batches are made again.</param>
    /// <exception cref="FaultException">A setting is missing or cannot be read.</exception>
    public static IReadOnlyList<TimeBatch> Of(DbtNode node, BuildRequest request, bool isIncremental)
    {
        FaultException Wrong(string message, string mend) => new(Fault.Invalid("dbt.microbatch_invalid", $"The model {node.Name} {message}.", node.File, mend));
        var config = node.Draft.Config;
        var size = config.Text("batch_size")?.ToLowerInvariant() ?? "";
        if (config.Text("event_time") is null || !Ids.ContainsKey(size))
        {
            throw Wrong("is built in batches and has no event_time, or no batch_size", "Set event_time to a column of it, and batch_size to hour, day, month or year.");
        }

        DateTime Read(object? value, string what) => value is not null && DateTime.TryParse(
            JinjaValues.Text(value), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
            ? moment : throw Wrong($"is built in batches and {what} is no moment", "Write it as 2026-01-31, or 2026-01-31 10:00:00.");
        if (request.EventTimeStart is null != request.EventTimeEnd is null)
        {
            throw Wrong("is built in batches of one end alone", "Write --event-time-start and --event-time-end together.");
        }

        var now = (request.StartedAt ?? throw new InvalidOperationException("The build has no beginning.")).UtcDateTime;
        var end = request.EventTimeEnd is { } told ? Read(told, "--event-time-end") : Floor(now, size) == now ? now : Next(Floor(now, size), size, 1);
        var start = request.EventTimeStart is { } from ? Floor(Read(from, "--event-time-start"), size)
            : isIncremental ? Next(Floor(now, size), size, -Lookback(config, Wrong) - (Floor(now, size) == now ? 1 : 0))
            : Floor(Read(config.Get("begin"), "its begin"), size);
        if (start >= end)
        {
            throw Wrong("is built in batches that end before they begin", "Mend --event-time-start and --event-time-end, or begin.");
        }

        var starts = new List<DateTime>();
        for (var at = start; at < end; at = Next(at, size, 1))
        {
            starts.Add(at);
            if (starts.Count > Most)
            {
                throw Wrong($"has more than {Most:N0} batches", "Choose a larger batch_size, or a later begin.");
            }
        }

        return [.. starts.Select((at, i) => new TimeBatch(at, i == starts.Count - 1 ? end : starts[i + 1], size, i == 0, i == starts.Count - 1))];
    }

    private static int Lookback(PyDict config, Func<string, string, Exception> wrong) => config.Get("lookback") switch
    {
        null => 1,
        long and >= 0 and <= Most and var count => (int)(long)count,
        _ => throw wrong("has a lookback that is no number of batches", "Write lookback: 1."),
    };

    private static DateTime Floor(DateTime moment, string size) => size switch
    {
        "hour" => moment.Date.AddHours(moment.Hour),
        "day" => moment.Date,
        "month" => new DateTime(moment.Year, moment.Month, 1, 0, 0, 0, DateTimeKind.Utc),
        _ => new DateTime(moment.Year, 1, 1, 0, 0, 0, DateTimeKind.Utc),
    };

    private static DateTime Next(DateTime moment, string size, int count) => size switch
    {
        "hour" => moment.AddHours(count),
        "day" => moment.AddDays(count),
        "month" => moment.AddMonths(count),
        _ => moment.AddYears(count),
    };

    private static string Text(DateTime moment) => moment.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
