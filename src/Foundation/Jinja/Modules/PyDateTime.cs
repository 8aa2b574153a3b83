using System.Globalization;
using Talentys.Jinja.Public;
using Talentys.Jinja.Values;

namespace Talentys.Jinja.Modules;

/// <summary>Python's <c>datetime.datetime</c>.</summary>
/// <param name="Value">The local time, to the microsecond.</param>
/// <param name="Zone">Its zone; null when it has none.</param>
/// <param name="Offset">Its distance from UTC.</param>
internal sealed record PyDateTime(DateTime Value, PyZone? Zone, TimeSpan Offset) : IJinjaObject, IJinjaText, IJinjaOperand, IJinjaFormat, IComparable
{
    public string TypeName => "datetime.datetime";

    private DateTime Utc => Value - Offset;

    public static PyDateTime Of(JinjaArguments arguments)
    {
        var bound = arguments.Bind("datetime", "year", "month", "day", "hour?", "minute?", "second?", "microsecond?", "tzinfo?");
        int[] parts = [.. bound[..7].Select(part => ReferenceEquals(part, JinjaArguments.Missing) ? 0 : Numbers.Index(part))];
        return new PyDateTime(Checked(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6]), null, TimeSpan.Zero).InZone(bound[7]);
    }

    public static DateTime Checked(int year, int month, int day, int hour, int minute, int second, int microsecond)
    {
        var date = PyDate.Of(year, month, day).Value;
        return hour is < 0 or > 23 ? throw Faults.Value("hour must be in 0..23")
            : minute is < 0 or > 59 ? throw Faults.Value("minute must be in 0..59")
            : second is < 0 or > 59 ? throw Faults.Value("second must be in 0..59")
            : microsecond is < 0 or > 999_999 ? throw Faults.Value("microsecond must be in 0..999999")
            : date.ToDateTime(new TimeOnly(hour, minute, second)).AddTicks(microsecond * 10L);
    }

    public static PyDateTime OfUtc(DateTime utc, PyZone? zone)
    {
        var offset = zone?.OffsetAtUtc(utc) ?? TimeSpan.Zero;
        return new PyDateTime(new DateTime((utc + offset).Ticks / 10 * 10), zone, offset);
    }

    public PyDateTime In(PyZone zone, TimeSpan offset) => this with { Zone = zone, Offset = offset };

    public PyDateTime To(PyZone zone) => OfUtc(Utc, zone);

    public bool TryGet(string name, out object? value)
    {
        value = name switch
        {
            "year" => (long)Value.Year,
            "month" => (long)Value.Month,
            "day" => (long)Value.Day,
            "hour" => (long)Value.Hour,
            "minute" => (long)Value.Minute,
            "second" => (long)Value.Second,
            "microsecond" => Value.Ticks / 10 % PyTimeDelta.PerSecond,
            "tzinfo" => Zone,
            _ => Method(name) is { } method ? new JinjaFunction(name, method) : this,
        };
        return !ReferenceEquals(value, this);
    }

    public string Text(bool isRepr) => isRepr ? Repr() : Iso(' ', null);

    public string Format(string specification) => specification.Length == 0 ? Text(false)
        : TimeFormat.Of(Value, Zone is null ? null : Offset, Zone?.NameAt(Value), specification);

    public bool TryOperate(string sign, object? other, bool isLeft, out object? result)
    {
        result = (sign, other) switch
        {
            ("+", PyTimeDelta span) => Moved(span.Microseconds),
            ("-", PyTimeDelta span) when isLeft => Moved(-span.Microseconds),
            ("-", PyDateTime time) when isLeft => (Zone is null) == (time.Zone is null) ? new PyTimeDelta((Utc - time.Utc).Ticks / 10)
                : throw Faults.Type("can't subtract offset-naive and offset-aware datetimes"),
            _ => null,
        };
        return result is not null;
    }

    public int CompareTo(object? obj) => obj is PyDateTime other && (other.Zone is null) == (Zone is null) ? Utc.CompareTo(other.Utc)
        : throw Faults.Type("can't compare offset-naive and offset-aware datetimes");

    public bool Equals(PyDateTime? other) => other is not null && (other.Zone is null) == (Zone is null) && Utc == other.Utc;

    public override int GetHashCode() => Utc.GetHashCode();

    private Func<JinjaArguments, object?>? Method(string name) => name switch
    {
        "date" => _ => new PyDate(DateOnly.FromDateTime(Value)),
        "time" or "timetz" => _ => new PyTime(TimeOnly.FromDateTime(Value)),
        "weekday" => _ => ((long)Value.DayOfWeek + 6) % 7,
        "isoweekday" => _ => (((long)Value.DayOfWeek + 6) % 7) + 1,
        "isocalendar" => _ => PyDate.Calendar(Value),
        "toordinal" => _ => (long)DateOnly.FromDateTime(Value).DayNumber + 1,
        "timestamp" => _ => (Utc - DateTime.UnixEpoch).TotalMicroseconds / 1e6,
        "strftime" => arguments => TimeFormat.Of(Value, Zone is null ? null : Offset, Zone?.NameAt(Value), Texts.Str(arguments.Bind(name, "format")[0])),
        "isoformat" => arguments => arguments.Bind(name, "sep?", "timespec?") is var bound
            ? Iso(ReferenceEquals(bound[0], JinjaArguments.Missing) ? 'T' : Texts.Str(bound[0])[0], ReferenceEquals(bound[1], JinjaArguments.Missing) ? null : Texts.Str(bound[1])) : null,
        "ctime" => _ => Format("%c"),
        "astimezone" => arguments => To(arguments.Bind(name, "tz?")[0] as PyZone ?? PyZone.Utc),
        "utcoffset" => _ => Zone is null ? null : new PyTimeDelta(Offset.Ticks / 10),
        "tzname" => _ => Zone?.NameAt(Value),
        "dst" => _ => Zone is null ? null : new PyTimeDelta(0),
        "replace" => Replace,
        "timetuple" => _ => new PyTuple(
            (long)Value.Year, (long)Value.Month, (long)Value.Day, (long)Value.Hour, (long)Value.Minute, (long)Value.Second, ((long)Value.DayOfWeek + 6) % 7, (long)Value.DayOfYear, -1L),
        _ => null,
    };

    private PyDateTime Replace(JinjaArguments arguments)
    {
        var bound = arguments.Bind("replace", "year?", "month?", "day?", "hour?", "minute?", "second?", "microsecond?", "tzinfo?", "fold?");
        int[] own = [Value.Year, Value.Month, Value.Day, Value.Hour, Value.Minute, Value.Second, (int)(Value.Ticks / 10 % PyTimeDelta.PerSecond)];
        int[] parts = [.. own.Select((part, i) => ReferenceEquals(bound[i], JinjaArguments.Missing) ? part : Numbers.Index(bound[i]))];
        var time = this with { Value = Checked(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6]) };
        return bound[7] is null ? time with { Zone = null, Offset = TimeSpan.Zero } : time.InZone(bound[7]);
    }

    private PyDateTime InZone(object? zone) => zone is PyZone known ? In(known, known.OffsetAt(Value)) : this;

    private PyDateTime Moved(long microseconds)
    {
        var ticks = (Int128)Value.Ticks + ((Int128)microseconds * 10);
        return ticks < 0 || ticks > DateTime.MaxValue.Ticks ? throw new JinjaException("OverflowError", "date value out of range") : this with { Value = new DateTime((long)ticks) };
    }

    private string Iso(char between, string? precision)
    {
        var micro = Value.Ticks / 10 % PyTimeDelta.PerSecond;
        var format = precision switch
        {
            "hours" => "HH",
            "minutes" => "HH:mm",
            "seconds" => "HH:mm:ss",
            "milliseconds" => "HH:mm:ss.fff",
            "microseconds" => "HH:mm:ss.ffffff",
            null or "auto" => micro == 0 ? "HH:mm:ss" : "HH:mm:ss.ffffff",
            _ => throw Faults.Value("Unknown timespec value"),
        };
        return Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + between + Value.ToString(format, CultureInfo.InvariantCulture)
            + (Zone is null ? "" : TimeFormat.Offset(Offset, ":"));
    }

    private string Repr()
    {
        var micro = Value.Ticks / 10 % PyTimeDelta.PerSecond;
        var rest = micro != 0 ? $", {Value.Second}, {micro}" : Value.Second != 0 ? $", {Value.Second}" : "";
        var zone = Zone is null ? "" : $", tzinfo={Zone.Text(true)}";
        return string.Create(CultureInfo.InvariantCulture, $"datetime.datetime({Value.Year}, {Value.Month}, {Value.Day}, {Value.Hour}, {Value.Minute}{rest}{zone})");
    }
}
