using System.Globalization;
using System.Numerics;
using System.Text;
using Talentys.Jinja.Public;

namespace Talentys.Jinja.Values;

/// <summary>Python's <c>str()</c> and <c>repr()</c>, and its texts as rows of code points.</summary>
internal static class Texts
{
    private const int Deepest = 200;

    public static string Str(object? value) => value switch
    {
        string text => text,
        JinjaUndefined => "",
        _ => Repr(value),
    };

    public static string Repr(object? value)
    {
        switch (value)
        {
            case string text:
                return Quoted(text);
            case long number:
                return number.ToString(CultureInfo.InvariantCulture);
            default:
                var result = new StringBuilder();
                Append(result, value, 0);
                return result.ToString();
        }
    }

    /// <summary>The order of code points, which is not that of UTF-16.</summary>
    public static int Compare(string left, string right)
    {
        for (var i = 0; i < Math.Min(left.Length, right.Length); i++)
        {
            if (left[i] != right[i])
            {
                return char.IsSurrogate(left[i]) != char.IsSurrogate(right[i]) ? (char.IsSurrogate(left[i]) ? 1 : -1) : left[i].CompareTo(right[i]);
            }
        }

        return left.Length.CompareTo(right.Length);
    }

    /// <summary>How many code points a text has.</summary>
    public static int Length(string text)
    {
        var pairs = 0;
        for (var i = 0; i + 1 < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && char.IsLowSurrogate(text[i + 1]))
            {
                pairs++;
                i++;
            }
        }

        return text.Length - pairs;
    }

    /// <summary>The code points of a text, each as a text.</summary>
    public static IEnumerable<string> Points(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                yield return text.Substring(i, 2);
                i++;
            }
            else
            {
                yield return text[i].ToString();
            }
        }
    }

    private static void Append(StringBuilder text, object? value, int depth)
    {
        JinjaRun.Visit();
        JinjaRun.Bound(text.Length);
        if (depth > Deepest)
        {
            throw new JinjaException("RecursionError", "maximum recursion depth exceeded while getting the repr of an object");
        }

        switch (value)
        {
            case null:
                text.Append("None");
                break;
            case bool truth:
                text.Append(truth ? "True" : "False");
                break;
            case long or BigInteger:
                text.Append(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                break;
            case double number:
                text.Append(Numbers.Text(number));
                break;
            case decimal number when depth == 0:
                text.Append(number.ToString(CultureInfo.InvariantCulture));
                break;
            case decimal number:
                text.Append(CultureInfo.InvariantCulture, $"Decimal('{number}')");
                break;
            case string inner:
                text.Append(Quoted(inner));
                break;
            case PyList list:
                Items(text, '[', list, ']', depth);
                break;
            case PyTuple tuple:
                Items(text, '(', tuple, tuple.Count == 1 ? ",)" : ")", depth);
                break;
            case PyDict dict:
                Pairs(text, dict, depth);
                break;
            case PySet { Count: 0 }:
                text.Append("set()");
                break;
            case PySet set:
                Items(text, '{', set, "}", depth);
                break;
            case JinjaUndefined:
                text.Append("Undefined");
                break;
            case IJinjaText own:
                text.Append(own.Text(depth > 0));
                break;
            case IJinjaObject named:
                text.Append(CultureInfo.InvariantCulture, $"<{named.TypeName} object>");
                break;
            case IJinjaCallable:
                text.Append("<function>");
                break;
            default:
                text.Append("<generator object>");
                break;
        }
    }

    private static void Items(StringBuilder text, char open, IEnumerable<object?> items, char close, int depth) => Items(text, open, items, close.ToString(), depth);

    private static void Items(StringBuilder text, char open, IEnumerable<object?> items, string close, int depth)
    {
        text.Append(open);
        var first = true;
        foreach (var item in items)
        {
            text.Append(first ? "" : ", ");
            first = false;
            Append(text, item, depth + 1);
        }

        text.Append(close);
    }

    private static void Pairs(StringBuilder text, PyDict dict, int depth)
    {
        text.Append('{');
        var first = true;
        foreach (var (key, value) in dict)
        {
            text.Append(first ? "" : ", ");
            first = false;
            Append(text, key, depth + 1);
            text.Append(": ");
            Append(text, value, depth + 1);
        }

        text.Append('}');
    }

    private static string Quoted(string text)
    {
        var quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        var result = new StringBuilder(text.Length + 2).Append(quote);
        foreach (var point in Points(text))
        {
            var rune = Rune.TryGetRuneAt(point, 0, out var whole) ? whole : (Rune?)null;
            switch (point)
            {
                case "\n":
                    result.Append("\\n");
                    break;
                case "\r":
                    result.Append("\\r");
                    break;
                case "\t":
                    result.Append("\\t");
                    break;
                case "\\":
                    result.Append("\\\\");
                    break;
                default:
                    if (point[0] == quote)
                    {
                        result.Append('\\').Append(quote);
                    }
                    else if (rune is { } known && IsPrintable(known))
                    {
                        result.Append(point);
                    }
                    else
                    {
                        Escape(result, rune?.Value ?? point[0]);
                    }

                    break;
            }
        }

        return result.Append(quote).ToString();
    }

    private static void Escape(StringBuilder text, int point)
    {
        var (mark, digits) = point < 0x100 ? ('x', "x2") : point < 0x10000 ? ('u', "x4") : ('U', "x8");
        text.Append('\\').Append(mark).Append(point.ToString(digits, CultureInfo.InvariantCulture));
    }

    /// <summary>As <c>str.isprintable</c>: no control, format, surrogate, private or unassigned character, no separator but the blank.</summary>
    private static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);
}
