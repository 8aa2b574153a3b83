using System.Globalization;
using Apache.Arrow.Scalars;
using Apache.Arrow.Types;

namespace Talentys.DuckDb.Values;

/// <summary>Dates and times; what .NET's types cannot hold (infinity, years beyond 9999) becomes text.</summary>
internal static class TimeValues
{
    private static readonly int EpochDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    public static object Date(int days)
    {
        var day = (long)EpochDay + days;
        return day >= 0 && day <= DateOnly.MaxValue.DayNumber ? DateOnly.FromDayNumber((int)day) : Beyond(days, int.MaxValue, "days");
    }

    public static object Time(long value, TimeUnit unit)
    {
        var ticks = Ticks(value, unit);

        // the engine knows 24:00:00
        return ticks < TimeSpan.TicksPerDay ? new TimeOnly((long)ticks) : "24:00:00";
    }

    public static object Moment(long value, TimestampType type)
    {
        var ticks = DateTime.UnixEpoch.Ticks + Ticks(value, type.Unit);
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks
            ? new DateTime((long)ticks, string.IsNullOrEmpty(type.Timezone) ? DateTimeKind.Unspecified : DateTimeKind.Utc)
            : Beyond(value, long.MaxValue, $"{type.Unit}s".ToLowerInvariant());
    }

    /// <summary>ISO 8601, for example <c>P1M2DT3.5S</c>.</summary>
    public static string Interval(MonthDayNanosecondInterval span)
    {
        var seconds = (decimal)span.Nanoseconds / 1_000_000_000m;
        return string.Create(CultureInfo.InvariantCulture, $"P{span.Months}M{span.Days}DT{seconds:0.#########}S");
    }

    private static Int128 Ticks(long value, TimeUnit unit) => unit switch
    {
        TimeUnit.Second => (Int128)value * TimeSpan.TicksPerSecond,
        TimeUnit.Millisecond => (Int128)value * TimeSpan.TicksPerMillisecond,
        TimeUnit.Microsecond => (Int128)value * TimeSpan.TicksPerMicrosecond,
        _ => value / TimeSpan.NanosecondsPerTick,
    };

    private static string Beyond(long value, long infinity, string unit) =>
        value == infinity ? "infinity"
        : value == -infinity ? "-infinity"
        : string.Create(CultureInfo.InvariantCulture, $"1970-01-01 {value:+0;-0} {unit}");
}
