using System.Globalization;
using System.Text;
using Talentys.Jinja.Public;
using Talentys.Jinja.Running;

namespace Talentys.Jinja.Values;

/// <summary>Python's <c>'{} of {name!r:&gt;10}'.format(...)</c>.</summary>
internal static class BraceFormat
{
    private const int Widest = 100_000;

    public static string Of(string format, IReadOnlyList<object?> values, IReadOnlyDictionary<string, object?> named)
    {
        var automatic = 0;
        return Of(format, values, named, ref automatic, 0);
    }

    /// <summary>A value by the part behind the colon.</summary>
    public static string Value(object? value, string spec)
    {
        if (value is IJinjaFormat own)
        {
            return own.Format(spec);
        }

        if (spec.Length == 0)
        {
            return Texts.Str(value);
        }

        if (value is not (string or bool) && !Numbers.IsNumber(value))
        {
            throw Faults.Type($"unsupported format string passed to {Kinds.NameOf(value)}.__format__");
        }

        var read = Read(spec, value is string);
        switch (value)
        {
            case string text:
                if (read.Kind is not ('\0' or 's'))
                {
                    throw Faults.Value($"Unknown format code '{read.Kind}' for object of type 'str'");
                }

                return read.Padded(read.Precision is { } most ? string.Concat(Texts.Points(text).Take(most)) : text, read.Align == '=' ? '<' : read.Align, read.Fill);
            case double or decimal:
                return Float(read, Numbers.Float(value), value);
            default:
                return read.Kind switch
                {
                    '\0' or 'd' or 'n' or 'x' or 'X' or 'o' or 'b' => read.Precision is null ? read.Integer(Numbers.Big(value!)) : throw Faults.Value("Precision not allowed in integer format specifier"),
                    'c' => read.Padded(char.ConvertFromUtf32(Numbers.Index(value)), read.Align, read.Fill),
                    _ => Float(read, Numbers.Float(value!), value),
                };
        }
    }

    private static string Float(NumberSpec spec, double number, object? value)
    {
        switch (spec.Kind)
        {
            case '\0' when spec.Precision is null:
                var text = value is decimal exact ? Math.Abs(exact).ToString(CultureInfo.InvariantCulture) : Numbers.Text(Math.Abs(number));
                var point = text.AsSpan().IndexOfAny('.', 'e');
                var whole = (spec with { Kind = 'd' }).Grouping is { } ? Group(point < 0 ? text : text[..point], spec.Grouping!.Value) : point < 0 ? text : text[..point];
                return spec.Laid(double.IsNegative(number), "", whole, point < 0 ? "" : text[point..]);
            case '\0' or 'n':
                return (spec with { Kind = 'g' }).Float(number);
            case '%':
                var percent = (spec with { Kind = 'f', Width = 0 }).Float(number * 100) + "%";
                return spec.Padded(percent, spec.Align == '=' ? '>' : spec.Align, spec.Fill);
            case 'e' or 'E' or 'f' or 'F' or 'g' or 'G':
                return spec.Float(number);
            default:
                throw Faults.Value($"Unknown format code '{spec.Kind}' for object of type '{Kinds.NameOf(value)}'");
        }
    }

    private static string Group(string digits, char mark)
    {
        var text = new StringBuilder(digits);
        for (var at = digits.Length - 3; at > 0; at -= 3)
        {
            text.Insert(at, mark);
        }

        return text.ToString();
    }

    private static NumberSpec Read(string spec, bool isText)
    {
        var at = 0;
        var read = new NumberSpec { Align = isText ? '<' : '>' };
        if (spec.Length > 1 && spec[1] is '<' or '>' or '^' or '=')
        {
            (read, at) = (read with { Fill = spec[0], Align = spec[1] }, 2);
        }
        else if (spec[0] is '<' or '>' or '^' or '=')
        {
            (read, at) = (read with { Align = spec[0] }, 1);
        }

        if (at < spec.Length && spec[at] is '+' or '-' or ' ')
        {
            read = read with { Sign = spec[at++] };
        }

        if (at < spec.Length && spec[at] == '#')
        {
            read = read with { Alternate = true };
            at++;
        }

        if (at < spec.Length && spec[at] == '0')
        {
            read = at < 2 && spec[0] is not ('<' or '>' or '^' or '=') ? read with { Fill = '0', Align = isText ? '<' : '=' } : read with { Fill = read.Fill == ' ' ? '0' : read.Fill };
            at++;
        }

        read = read with { Width = Size(spec, ref at) ?? 0 };
        if (at < spec.Length && spec[at] is ',' or '_')
        {
            read = read with { Grouping = spec[at++] };
        }

        if (at < spec.Length && spec[at] == '.')
        {
            at++;
            read = read with { Precision = Size(spec, ref at) ?? throw Faults.Value("Format specifier missing precision") };
        }

        return at == spec.Length ? read
            : at == spec.Length - 1 ? read with { Kind = spec[at] }
            : throw Faults.Value($"Invalid format specifier '{spec}'");
    }

    private static int? Size(string spec, ref int at)
    {
        var start = at;
        while (at < spec.Length && char.IsAsciiDigit(spec[at]))
        {
            at++;
        }

        return at == start ? null
            : int.TryParse(spec.AsSpan(start, at - start), CultureInfo.InvariantCulture, out var size) && size <= Widest ? size
            : throw Faults.Limit($"A width of more than {Widest:N0} is not allowed.");
    }

    private static string Of(string format, IReadOnlyList<object?> values, IReadOnlyDictionary<string, object?> named, ref int automatic, int depth)
    {
        if (depth > 2)
        {
            throw Faults.Value("Max string recursion exceeded");
        }

        var text = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] is not ('{' or '}'))
            {
                text.Append(format[i]);
            }
            else if (i + 1 < format.Length && format[i + 1] == format[i])
            {
                text.Append(format[i++]);
            }
            else if (format[i] == '}')
            {
                throw Faults.Value("Single '}' encountered in format string");
            }
            else
            {
                var end = End(format, i);
                text.Append(Field(format[(i + 1)..end], values, named, ref automatic, depth));
                JinjaRun.Bound(text.Length);
                i = end;
            }
        }

        return text.ToString();
    }

    private static int End(string format, int start)
    {
        var open = 0;
        for (var i = start; i < format.Length; i++)
        {
            open += format[i] switch { '{' => 1, '}' => -1, _ => 0 };
            if (open == 0)
            {
                return i;
            }
        }

        throw Faults.Value(start == format.Length - 1 ? "Single '{' encountered in format string" : "expected '}' before end of string");
    }

    private static string Field(string field, IReadOnlyList<object?> values, IReadOnlyDictionary<string, object?> named, ref int automatic, int depth)
    {
        var colon = field.IndexOf(':', StringComparison.Ordinal);
        var spec = colon < 0 ? "" : field[(colon + 1)..];
        var name = colon < 0 ? field : field[..colon];
        var mark = name.IndexOf('!', StringComparison.Ordinal);
        var conversion = mark < 0 ? "" : name[(mark + 1)..];
        name = mark < 0 ? name : name[..mark];
        var value = Find(name, values, named, ref automatic);
        value = conversion switch
        {
            "" => value,
            "s" => Texts.Str(value),
            "r" or "a" => Texts.Repr(value),
            _ => throw Faults.Value($"Unknown conversion specifier {conversion}"),
        };
        return Value(value, spec.Contains('{', StringComparison.Ordinal) ? Of(spec, values, named, ref automatic, depth + 1) : spec);
    }

    private static object? Find(string name, IReadOnlyList<object?> values, IReadOnlyDictionary<string, object?> named, ref int automatic)
    {
        var end = name.AsSpan().IndexOfAny('.', '[');
        var first = end < 0 ? name : name[..end];
        object? value;
        if (first.Length == 0)
        {
            value = At(automatic++);
        }
        else if (int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var place))
        {
            value = At(place);
        }
        else
        {
            value = named.TryGetValue(first, out var known) ? known : throw Faults.Key(first);
        }

        for (var rest = end < 0 ? "" : name[end..]; rest.Length > 0;)
        {
            if (rest[0] == '[')
            {
                var close = rest.IndexOf(']', StringComparison.Ordinal);
                var key = close < 0 ? throw Faults.Value("Missing ']' in format string") : rest[1..close];
                object item = long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : key;
                value = Sequences.TryItem(value, item, out var found) ? found : throw Faults.Key(item);
                rest = rest[(close + 1)..];
            }
            else
            {
                var next = rest.AsSpan(1).IndexOfAny('.', '[');
                var attribute = next < 0 ? rest[1..] : rest[1..(next + 1)];
                value = Access.TryAttribute(value, attribute, out var found) ? found : throw Faults.Attribute(value, attribute);
                rest = next < 0 ? "" : rest[(next + 1)..];
            }
        }

        return value;

        object? At(int index) => index < values.Count ? values[index] : throw Faults.Index($"Replacement index {index} out of range for positional args tuple");
    }
}
