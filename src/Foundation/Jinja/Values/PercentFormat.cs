using System.Globalization;
using System.Numerics;
using System.Text;
using Talentys.Jinja.Public;

namespace Talentys.Jinja.Values;

/// <summary>Python's <c>'%s of %d' % values</c>.</summary>
internal static class PercentFormat
{
    private const int Widest = 100_000;

    public static string Of(string format, object? values)
    {
        var text = new StringBuilder();
        var (used, given) = (0, values as PyTuple);
        var isMapping = Mappings.IsMapping(values);
        var byName = false;
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                text.Append(format[i]);
                continue;
            }

            i++;
            var spec = Read(format, ref i, Next, out var name);
            if (spec.Kind == '%')
            {
                text.Append('%');
                continue;
            }

            object? value;
            if (name is not null)
            {
                byName = true;
                value = !isMapping ? throw Faults.Type("format requires a mapping") : Sequences.TryItem(values, name, out var item) ? item : throw Faults.Key(name);
            }
            else
            {
                value = Next();
            }

            text.Append(One(spec, value));
            JinjaRun.Bound(text.Length);
        }

        var count = given?.Count ?? 1;
        if (used < count && !byName && !(isMapping && used == 0) && !(values is PyList && used == 0 && given is null))
        {
            throw Faults.Type("not all arguments converted during string formatting");
        }

        return text.ToString();

        object? Next()
        {
            if (given is not null)
            {
                return used < given.Count ? given[used++] : throw Faults.Type("not enough arguments for format string");
            }

            return used++ == 0 ? values : throw Faults.Type("not enough arguments for format string");
        }
    }

    private static NumberSpec Read(string format, ref int at, Func<object?> next, out string? name)
    {
        name = null;
        if (at < format.Length && format[at] == '(')
        {
            var end = format.IndexOf(')', at);
            if (end < 0)
            {
                throw Faults.Value("incomplete format key");
            }

            name = format[(at + 1)..end];
            at = end + 1;
        }

        var flags = at;
        while (at < format.Length && format[at] is '#' or '0' or '-' or ' ' or '+')
        {
            at++;
        }

        var marks = format.AsSpan(flags, Math.Min(at, format.Length) - flags);
        var spec = new NumberSpec
        {
            Alternate = marks.Contains('#'),
            Fill = marks.Contains('0') && !marks.Contains('-') ? '0' : ' ',
            Align = marks.Contains('-') ? '<' : marks.Contains('0') ? '=' : '>',
            Sign = marks.Contains('+') ? '+' : marks.Contains(' ') ? ' ' : '-',
            Width = Size(format, ref at, next) ?? 0,
        };
        if (spec.Width < 0)
        {
            spec = spec with { Width = -spec.Width, Align = '<', Fill = ' ' };
        }

        if (at < format.Length && format[at] == '.')
        {
            at++;
            spec = spec with { Precision = Math.Max(0, Size(format, ref at, next) ?? 0) };
        }

        while (at < format.Length && format[at] is 'h' or 'l' or 'L')
        {
            at++;
        }

        return at < format.Length ? spec with { Kind = format[at] } : throw Faults.Value("incomplete format");
    }

    private static int? Size(string format, ref int at, Func<object?> next)
    {
        if (at < format.Length && format[at] == '*')
        {
            at++;
            return Bounded(Numbers.Index(next()));
        }

        var start = at;
        while (at < format.Length && char.IsAsciiDigit(format[at]))
        {
            at++;
        }

        return at == start ? null : Bounded(int.TryParse(format.AsSpan(start, at - start), CultureInfo.InvariantCulture, out var size) ? size : int.MaxValue);
    }

    private static int Bounded(int size) => Math.Abs((long)size) > Widest ? throw Faults.Limit($"A width of more than {Widest:N0} is not allowed.") : size;

    private static string One(NumberSpec spec, object? value)
    {
        switch (spec.Kind)
        {
            case 's' or 'r' or 'a':
                var text = spec.Kind == 's' ? Texts.Str(value) : Texts.Repr(value);
                return spec.Padded(spec.Precision is { } most && most < text.Length ? text[..most] : text, spec.Align == '=' ? '>' : spec.Align, ' ');
            case 'c':
                return spec.Padded(value is string { Length: > 0 } one && Texts.Length(one) == 1 ? one
                    : Numbers.IsInt(value) ? char.ConvertFromUtf32(Numbers.Index(value)) : throw Faults.Type("%c requires int or char"), spec.Align, ' ');
            case 'd' or 'i' or 'u':
                return (spec with { Kind = 'd', Precision = null }).Integer(Whole(value, "%d format: a real number is required"), spec.Precision);
            case 'x' or 'X' or 'o':
                return Numbers.IsInt(value) ? spec.Integer(Numbers.Big(value!), spec.Precision)
                    : throw Faults.Type($"%{spec.Kind} format: an integer is required, not {Kinds.NameOf(value)}");
            case 'e' or 'E' or 'f' or 'F' or 'g' or 'G':
                return Numbers.IsNumber(value) ? (spec with { Precision = spec.Precision ?? 6 }).Float(Numbers.Float(value!))
                    : throw Faults.Type($"must be real number, not {Kinds.NameOf(value)}");
            default:
                throw Faults.Value($"unsupported format character '{spec.Kind}' (0x{(int)spec.Kind:x})");
        }
    }

    private static BigInteger Whole(object? value, string otherwise) => value switch
    {
        double number when double.IsFinite(number) => new BigInteger(Math.Truncate(number)),
        decimal number => new BigInteger(decimal.Truncate(number)),
        _ when Numbers.IsInt(value) => Numbers.Big(value!),
        _ => throw Faults.Type($"{otherwise}, not {Kinds.NameOf(value)}"),
    };
}
