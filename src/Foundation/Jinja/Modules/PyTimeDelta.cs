using System.Globalization;
using System.Numerics;
using Talentys.Jinja.Public;
using Talentys.Jinja.Values;

namespace Talentys.Jinja.Modules;

/// <summary>Python's <c>datetime.timedelta</c>.</summary>
/// <param name="Microseconds">Its length.</param>
internal sealed record PyTimeDelta(long Microseconds) : IJinjaObject, IJinjaText, IJinjaOperand, IComparable
{
    public const long PerSecond = 1_000_000;
    public const long PerDay = 86_400 * PerSecond;

    private const long Longest = 999_999_999L;

    public string TypeName => "datetime.timedelta";

    private long Days => FloorDiv(Microseconds, PerDay);

    private long Rest => Microseconds - (Days * PerDay);

    public static PyTimeDelta Of(JinjaArguments arguments)
    {
        var bound = arguments.Bind("timedelta", "days?", "seconds?", "microseconds?", "milliseconds?", "minutes?", "hours?", "weeks?");
        long[] units = [PerDay, PerSecond, 1, 1000, 60 * PerSecond, 3600 * PerSecond, 7 * PerDay];
        var total = BigInteger.Zero;
        for (var i = 0; i < units.Length; i++)
        {
            if (ReferenceEquals(bound[i], JinjaArguments.Missing))
            {
                continue;
            }

            total += bound[i] is double number ? new BigInteger(Math.Round(number * units[i])) : Numbers.Big(bound[i]!) * units[i];
        }

        return Of(total);
    }

    public static PyTimeDelta Of(BigInteger microseconds) => BigInteger.Abs(microseconds) > (BigInteger)Longest * PerDay
        ? throw new JinjaException("OverflowError", $"days={microseconds / PerDay}; must have magnitude <= {Longest}") : new((long)microseconds);

    public bool TryGet(string name, out object? value)
    {
        value = name switch
        {
            "days" => Days,
            "seconds" => Rest / PerSecond,
            "microseconds" => Rest % PerSecond,
            "total_seconds" => new JinjaFunction(name, _ => Microseconds / (double)PerSecond),
            _ => this,
        };
        return !ReferenceEquals(value, this);
    }

    public string Text(bool isRepr)
    {
        if (isRepr)
        {
            var parts = new[] { ("days", Days), ("seconds", Rest / PerSecond), ("microseconds", Rest % PerSecond) }.Where(part => part.Item2 != 0)
                .Select(part => $"{part.Item1}={part.Item2.ToString(CultureInfo.InvariantCulture)}").ToList();
            return $"datetime.timedelta({(parts.Count == 0 ? "0" : string.Join(", ", parts))})";
        }

        var seconds = Rest / PerSecond;
        var days = Days == 0 ? "" : $"{Days} day{(Math.Abs(Days) == 1 ? "" : "s")}, ";
        var fraction = Rest % PerSecond == 0 ? "" : $".{Rest % PerSecond:000000}";
        return $"{days}{seconds / 3600}:{seconds / 60 % 60:00}:{seconds % 60:00}{fraction}";
    }

    public bool TryOperate(string sign, object? other, bool isLeft, out object? result)
    {
        result = (sign, other) switch
        {
            ("+", PyTimeDelta span) => Of((BigInteger)Microseconds + span.Microseconds),
            ("-", PyTimeDelta span) when isLeft => Of((BigInteger)Microseconds - span.Microseconds),
            ("*", double factor) => Of(new BigInteger(Math.Round(Microseconds * factor))),
            ("*", _) when Numbers.IsInt(other) => Of(Microseconds * Numbers.Big(other!)),
            ("/", PyTimeDelta span) when isLeft => Numbers.Of('/', Microseconds, span.Microseconds),
            ("//", PyTimeDelta span) when isLeft => Numbers.Of('\\', Microseconds, span.Microseconds),
            ("%", PyTimeDelta span) when isLeft => Of(Numbers.Big(Numbers.Of('%', Microseconds, span.Microseconds))),
            ("/", _) when isLeft && Numbers.IsNumber(other) => Of(new BigInteger(Math.Round(Microseconds / Numbers.Float(other!), MidpointRounding.ToEven))),
            ("//", _) when isLeft && Numbers.IsInt(other) => Of(Numbers.Big(Numbers.Of('\\', Microseconds, other!))),
            _ => null,
        };
        return result is not null;
    }

    public int CompareTo(object? obj) => Microseconds.CompareTo(((PyTimeDelta)obj!).Microseconds);

    private static long FloorDiv(long value, long by) => (value / by) - (value % by < 0 ? 1 : 0);
}
