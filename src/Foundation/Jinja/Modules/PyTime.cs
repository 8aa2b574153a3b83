using System.Globalization;
using Talentys.Jinja.Public;
using Talentys.Jinja.Values;

namespace Talentys.Jinja.Modules;

/// <summary>Python's <c>datetime.time</c>, without a zone.</summary>
/// <param name="Value">The time of the day.</param>
internal sealed record PyTime(TimeOnly Value) : IJinjaObject, IJinjaText, IJinjaFormat, IComparable
{
    public string TypeName => "datetime.time";

    public static PyTime Of(JinjaArguments arguments)
    {
        var bound = arguments.Bind("time", "hour?", "minute?", "second?", "microsecond?");
        int[] parts = [.. bound.Select(part => ReferenceEquals(part, JinjaArguments.Missing) ? 0 : Numbers.Index(part))];
        return new PyTime(TimeOnly.FromDateTime(PyDateTime.Checked(2000, 1, 1, parts[0], parts[1], parts[2], parts[3])));
    }

    public bool TryGet(string name, out object? value)
    {
        value = name switch
        {
            "hour" => (long)Value.Hour,
            "minute" => (long)Value.Minute,
            "second" => (long)Value.Second,
            "microsecond" => Value.Ticks / 10 % PyTimeDelta.PerSecond,
            "isoformat" => new JinjaFunction(name, _ => Text(false)),
            "strftime" => new JinjaFunction(name, arguments => Format(Texts.Str(arguments.Bind(name, "format")[0]))),
            _ => this,
        };
        return !ReferenceEquals(value, this);
    }

    public string Text(bool isRepr)
    {
        var micro = Value.Ticks / 10 % PyTimeDelta.PerSecond;
        if (!isRepr)
        {
            return Value.ToString(micro == 0 ? "HH:mm:ss" : "HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
        }

        var rest = micro != 0 ? $", {Value.Second}, {micro}" : Value.Second != 0 ? $", {Value.Second}" : "";
        return $"datetime.time({Value.Hour}, {Value.Minute}{rest})";
    }

    public string Format(string specification) => specification.Length == 0 ? Text(false)
        : TimeFormat.Of(new DateTime(1900, 1, 1).Add(Value.ToTimeSpan()), null, null, specification);

    public int CompareTo(object? obj) => Value.CompareTo(((PyTime)obj!).Value);
}
