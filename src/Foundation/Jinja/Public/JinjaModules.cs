using Talentys.Jinja.Modules;

namespace Talentys.Jinja.Public;

/// <summary>Parts of Python's library that dbt's templates know as <c>modules</c>.</summary>
public static class JinjaModules
{
    /// <summary><c>datetime</c>, <c>pytz</c>, <c>re</c> and <c>itertools</c>, by name.</summary>
    /// <param name="clock">What time it is.</param>
    public static PyDict All(TimeProvider clock) => new(
    [
        new("datetime", DateTimeModule.Of(clock)),
        new("pytz", DateTimeModule.Zones()),
        new("re", RegexModule.Of()),
        new("itertools", IterToolsModule.Of()),
    ]);

    /// <summary>A moment as Python's <c>datetime</c> in UTC.</summary>
    public static object DateTime(DateTimeOffset moment) => PyDateTime.OfUtc(moment.UtcDateTime, PyZone.Utc);

    /// <summary>A moment as Python's <c>datetime</c>: in UTC where its kind says so, else without a zone.</summary>
    public static object DateTime(DateTime moment) => PyDateTime.OfUtc(moment, moment.Kind == DateTimeKind.Utc ? PyZone.Utc : null);

    /// <summary>A time of the day as Python's <c>time</c>.</summary>
    public static object Time(TimeOnly time) => new PyTime(time);

    /// <summary>A day as Python's <c>date</c>.</summary>
    public static object Date(DateOnly day) => new PyDate(day);
}
