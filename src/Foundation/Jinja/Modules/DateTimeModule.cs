using System.Globalization;
using Talentys.Jinja.Public;
using Talentys.Jinja.Values;

namespace Talentys.Jinja.Modules;

/// <summary><c>modules.datetime</c> and <c>modules.pytz</c>.</summary>
internal static class DateTimeModule
{
    private static readonly string[] IsoFormats =
    [
        "yyyy-MM-dd", "yyyyMMdd", "yyyy-MM-dd'T'HH", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFF", "yyyyMMdd'T'HHmmss",
    ];

    public static PyType Of(TimeProvider clock) => new("module", null, new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["datetime"] = new PyType("datetime.datetime", PyDateTime.Of, new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["now"] = Function("now", arguments => Now(clock, arguments.Bind("now", "tz?")[0])),
            ["today"] = Function("today", _ => Now(clock, null)),
            ["utcnow"] = Function("utcnow", _ => PyDateTime.OfUtc(clock.GetUtcNow().UtcDateTime, null)),
            ["strptime"] = Function("strptime", Parsed),
            ["fromisoformat"] = Function("fromisoformat", arguments => FromIso(Texts.Str(arguments.Bind("fromisoformat", "date_string")[0]))),
            ["fromtimestamp"] = Function("fromtimestamp", FromTimestamp),
            ["utcfromtimestamp"] = Function("utcfromtimestamp", FromTimestamp),
            ["fromordinal"] = Function("fromordinal", arguments => new PyDateTime(Day(arguments).ToDateTime(TimeOnly.MinValue), null, TimeSpan.Zero)),
            ["combine"] = Function("combine", Combined),
            ["min"] = new PyDateTime(DateTime.MinValue, null, TimeSpan.Zero),
            ["max"] = new PyDateTime(new DateTime(DateTime.MaxValue.Ticks / 10 * 10), null, TimeSpan.Zero),
        }),
        ["date"] = new PyType("datetime.date", PyDate.Of, new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["today"] = Function("today", _ => new PyDate(DateOnly.FromDateTime(clock.GetLocalNow().DateTime))),
            ["fromisoformat"] = Function("fromisoformat", arguments => new PyDate(DateOnly.FromDateTime(FromIso(Texts.Str(arguments.Bind("fromisoformat", "date_string")[0])).Value))),
            ["fromordinal"] = Function("fromordinal", arguments => new PyDate(Day(arguments))),
        }),
        ["time"] = new PyType("datetime.time", PyTime.Of, []),
        ["timedelta"] = new PyType("datetime.timedelta", PyTimeDelta.Of, []),
        ["timezone"] = new PyType("datetime.timezone", Zone, new Dictionary<string, object?>(StringComparer.Ordinal) { ["utc"] = PyZone.Utc }),
    });

    public static PyType Zones() => new("module", null, new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["timezone"] = Function("timezone", arguments => PyZone.Named(Texts.Str(arguments.Bind("timezone", "zone")[0]))),
        ["utc"] = PyZone.Utc,
        ["UTC"] = PyZone.Utc,
        ["all_timezones"] = new PyList(TimeZoneInfo.GetSystemTimeZones().Select(zone => (object?)zone.Id).Order()),
        ["FixedOffset"] = Function("FixedOffset", arguments => PyZone.Fixed(TimeSpan.FromMinutes(Numbers.Index(arguments.Bind("FixedOffset", "offset")[0])))),
    });

    private static JinjaFunction Function(string name, Func<JinjaArguments, object?> call) => new(name, call);

    private static PyDateTime Now(TimeProvider clock, object? zone) => zone is PyZone known
        ? PyDateTime.OfUtc(clock.GetUtcNow().UtcDateTime, known)
        : new PyDateTime(new DateTime(clock.GetLocalNow().DateTime.Ticks / 10 * 10), null, TimeSpan.Zero);

    private static PyDateTime Parsed(JinjaArguments arguments)
    {
        var bound = arguments.Bind("strptime", "date_string", "format");
        var (time, offset) = TimeFormat.Read(
            bound[0] as string ?? throw Faults.Type($"strptime() argument 1 must be str, not {Kinds.NameOf(bound[0])}"), Texts.Str(bound[1]));
        return new PyDateTime(time, offset is { } given ? PyZone.Fixed(given) : null, offset ?? TimeSpan.Zero);
    }

    private static PyDateTime FromIso(string text)
    {
        var plain = text.Length > 10 && text[10] == ' ' ? text[..10] + 'T' + text[11..] : text;
        var mark = plain.Length > 10 ? plain.AsSpan(10).IndexOfAny("+-Z") : -1;
        TimeSpan? offset = null;
        if (mark >= 0)
        {
            var zone = plain[(mark + 10)..];
            plain = plain[..(mark + 10)];
            offset = zone == "Z" ? TimeSpan.Zero
                : TimeSpan.TryParseExact(zone[1..], ["hh\\:mm", "hhmm", "hh", "hh\\:mm\\:ss"], CultureInfo.InvariantCulture, out var span) ? (zone[0] == '-' ? -span : span) : throw Bad();
        }

        return DateTime.TryParseExact(plain, IsoFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? new PyDateTime(time, offset is { } given ? PyZone.Fixed(given) : null, offset ?? TimeSpan.Zero) : throw Bad();

        JinjaException Bad() => Faults.Value($"Invalid isoformat string: {Texts.Repr(text)}");
    }

    private static PyDateTime FromTimestamp(JinjaArguments arguments)
    {
        var bound = arguments.Bind("fromtimestamp", "timestamp", "tz?");
        var seconds = Numbers.IsNumber(bound[0]) ? Numbers.Float(bound[0]!) : throw Faults.Type($"'{Kinds.NameOf(bound[0])}' object cannot be interpreted as an integer");
        return seconds is < -62_135_596_800 or > 253_402_300_799 ? throw Faults.Value("timestamp is out of range")
            : PyDateTime.OfUtc(DateTime.UnixEpoch.AddTicks((long)Math.Round(seconds * 1e6) * 10), bound[1] as PyZone);
    }

    private static DateOnly Day(JinjaArguments arguments) => Numbers.Index(arguments.Bind("fromordinal", "ordinal")[0]) is var day && day >= 1 && day - 1 <= DateOnly.MaxValue.DayNumber
        ? DateOnly.FromDayNumber(day - 1) : throw Faults.Value("ordinal must be >= 1");

    private static PyDateTime Combined(JinjaArguments arguments)
    {
        var bound = arguments.Bind("combine", "date", "time");
        return (bound[0], bound[1]) switch
        {
            (PyDate date, PyTime time) => new PyDateTime(date.Value.ToDateTime(time.Value), null, TimeSpan.Zero),
            (PyDateTime date, PyTime time) => new PyDateTime(date.Value.Date + time.Value.ToTimeSpan(), null, TimeSpan.Zero),
            _ => throw Faults.Type("combine() needs a date and a time"),
        };
    }

    private static PyZone Zone(JinjaArguments arguments)
    {
        var bound = arguments.Bind("timezone", "offset", "name?");
        return bound[0] is PyTimeDelta span ? PyZone.Fixed(TimeSpan.FromTicks(span.Microseconds * 10), ReferenceEquals(bound[1], JinjaArguments.Missing) ? null : Texts.Str(bound[1]))
            : throw Faults.Type($"timezone() argument 1 must be datetime.timedelta, not {Kinds.NameOf(bound[0])}");
    }
}
