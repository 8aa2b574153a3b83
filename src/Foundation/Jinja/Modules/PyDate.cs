using System.Globalization;
using Talentys.Jinja.Public;
using Talentys.Jinja.Values;

namespace Talentys.Jinja.Modules;

/// <summary>Python's <c>datetime.date</c>.</summary>
/// <param name="Value">The day.</param>
internal sealed record PyDate(DateOnly Value) : IJinjaObject, IJinjaText, IJinjaOperand, IJinjaFormat, IComparable
{
    public string TypeName => "datetime.date";

    public static PyDate Of(JinjaArguments arguments)
    {
        var bound = arguments.Bind("date", "year", "month", "day");
        return Of(Numbers.Index(bound[0]), Numbers.Index(bound[1]), Numbers.Index(bound[2]));
    }

    public static PyDate Of(int year, int month, int day) =>
        year is < 1 or > 9999 ? throw Faults.Value($"year {year} is out of range")
        : month is < 1 or > 12 ? throw Faults.Value("month must be in 1..12")
        : day < 1 || day > DateTime.DaysInMonth(year, month) ? throw Faults.Value("day is out of range for month")
        : new PyDate(new DateOnly(year, month, day));

    public bool TryGet(string name, out object? value)
    {
        value = name switch
        {
            "year" => (long)Value.Year,
            "month" => (long)Value.Month,
            "day" => (long)Value.Day,
            "weekday" => new JinjaFunction(name, _ => ((long)Value.DayOfWeek + 6) % 7),
            "isoweekday" => new JinjaFunction(name, _ => (((long)Value.DayOfWeek + 6) % 7) + 1),
            "isocalendar" => new JinjaFunction(name, _ => Calendar(Midnight)),
            "toordinal" => new JinjaFunction(name, _ => (long)Value.DayNumber + 1),
            "isoformat" => new JinjaFunction(name, _ => Text(false)),
            "strftime" => new JinjaFunction(name, arguments => Format(Texts.Str(arguments.Bind(name, "format")[0]))),
            "replace" => new JinjaFunction(name, Replace),
            "ctime" => new JinjaFunction(name, _ => Format("%c")),
            _ => this,
        };
        return !ReferenceEquals(value, this);
    }

    public string Text(bool isRepr) => isRepr
        ? string.Create(CultureInfo.InvariantCulture, $"datetime.date({Value.Year}, {Value.Month}, {Value.Day})")
        : Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public string Format(string specification) => specification.Length == 0 ? Text(false) : TimeFormat.Of(Midnight, null, null, specification);

    public bool TryOperate(string sign, object? other, bool isLeft, out object? result)
    {
        result = (sign, other) switch
        {
            ("+", PyTimeDelta span) => Moved(span.Microseconds),
            ("-", PyTimeDelta span) when isLeft => Moved(-span.Microseconds),
            ("-", PyDate date) when isLeft => new PyTimeDelta((Value.DayNumber - date.Value.DayNumber) * PyTimeDelta.PerDay),
            _ => null,
        };
        return result is not null;
    }

    public int CompareTo(object? obj) => Value.CompareTo(((PyDate)obj!).Value);

    public static PyTuple Calendar(DateTime day) =>
        new((long)ISOWeek.GetYear(day), (long)ISOWeek.GetWeekOfYear(day), (((long)day.DayOfWeek + 6) % 7) + 1);

    private DateTime Midnight => Value.ToDateTime(TimeOnly.MinValue);

    private PyDate Moved(long microseconds)
    {
        var days = Value.DayNumber + (long)Math.Floor(microseconds / (double)PyTimeDelta.PerDay);
        return days < 0 || days > DateOnly.MaxValue.DayNumber ? throw new JinjaException("OverflowError", "date value out of range") : new PyDate(DateOnly.FromDayNumber((int)days));
    }

    private PyDate Replace(JinjaArguments arguments)
    {
        var bound = arguments.Bind("replace", "year?", "month?", "day?");
        return Of(Part(bound[0], Value.Year), Part(bound[1], Value.Month), Part(bound[2], Value.Day));
    }

    private static int Part(object? given, int otherwise) => ReferenceEquals(given, JinjaArguments.Missing) ? otherwise : Numbers.Index(given);
}
