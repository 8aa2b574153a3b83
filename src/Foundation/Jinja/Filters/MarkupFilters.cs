using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;
using Talentys.Jinja.Public;
using Talentys.Jinja.Values;

namespace Talentys.Jinja.Filters;

/// <summary>Filters for HTML, addresses and JSON.</summary>
internal static partial class MarkupFilters
{
    private const int Deepest = 200;

    private static readonly SearchValues<char> NotInNames = SearchValues.Create(" \t\n\r\f/>=");

    public static object? Escape(JinjaArguments arguments) => Escaped(Texts.Str(arguments.Bind("escape", "value")[0]));

    public static object? StripTags(JinjaArguments arguments)
    {
        var text = Tags().Replace(Texts.Str(arguments.Bind("striptags", "value")[0]), "");
        return System.Net.WebUtility.HtmlDecode(Blanks().Replace(text, " ").Trim());
    }

    public static object? UrlEncode(JinjaArguments arguments)
    {
        var value = arguments.Bind("urlencode", "value")[0];
        return value is string || Sequences.Items(value) is null ? Quoted(Texts.Str(value), "/", false)
            : string.Join('&', Mappings.Pairs(value).Select(pair => $"{Quoted(Texts.Str(pair.Key), "", true)}={Quoted(Texts.Str(pair.Value), "", true)}"));
    }

    public static object? XmlAttr(JinjaArguments arguments)
    {
        var bound = arguments.Bind("xmlattr", "d", "autospace?");
        var items = Mappings.Pairs(bound[0]).Where(pair => pair.Value is not (null or JinjaUndefined)).Select(pair =>
        {
            var key = Texts.Str(pair.Key);
            return key.AsSpan().ContainsAny(NotInNames) ? throw Faults.Value($"Invalid character in attribute name: {Texts.Repr(key)}")
                : $"{Escaped(key)}=\"{Escaped(Texts.Str(pair.Value))}\"";
        });
        var text = string.Join(' ', items);
        return Given.Truth(bound[1], true) && text.Length > 0 ? " " + text : text;
    }

    public static object? Urlize(JinjaArguments arguments)
    {
        var bound = arguments.Bind("urlize", "value", "trim_url_limit?", "nofollow?", "target?", "rel?", "extra_schemes?");
        var limit = Given.Is(bound[1]) && bound[1] is not null ? Numbers.Index(bound[1]) : int.MaxValue;
        var relations = string.Join(' ', new[] { Given.Truth(bound[2], false) ? "nofollow" : null, "noopener", Given.Is(bound[4]) && bound[4] is not null ? Texts.Str(bound[4]) : null }
            .OfType<string>().SelectMany(text => text.Split(' ')).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        var target = Given.Is(bound[3]) && bound[3] is not null ? $" target=\"{Escaped(Texts.Str(bound[3]))}\"" : "";
        return Addresses().Replace(Escaped(Texts.Str(bound[0])), match =>
        {
            var shown = match.Value.Length > limit ? match.Value[..limit] + "..." : match.Value;
            var address = match.Value.StartsWith("www.", StringComparison.Ordinal) ? "https://" + match.Value : match.Value;
            return $"<a href=\"{address}\" rel=\"{relations}\"{target}>{shown}</a>";
        });
    }

    public static object? ToJson(JinjaArguments arguments)
    {
        var bound = arguments.Bind("tojson", "value", "indent?");
        int? indent = Given.Is(bound[1]) && bound[1] is not null ? Numbers.Index(bound[1]) : null;
        var text = Json(bound[0], indent, true);
        arguments.Run.Wrote(text.Length);
        return text.Replace("<", "\\u003c", StringComparison.Ordinal).Replace(">", "\\u003e", StringComparison.Ordinal)
            .Replace("&", "\\u0026", StringComparison.Ordinal).Replace("'", "\\u0027", StringComparison.Ordinal);
    }

    /// <summary>As Python's <c>json.dumps</c>.</summary>
    public static string Json(object? value, int? indent, bool sortKeys)
    {
        var text = new StringBuilder();
        Append(text, value, indent, sortKeys, 0);
        return text.ToString();
    }

    public static string Escaped(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal).Replace("'", "&#39;", StringComparison.Ordinal).Replace("\"", "&#34;", StringComparison.Ordinal);

    private static void Append(StringBuilder text, object? value, int? indent, bool sortKeys, int depth)
    {
        JinjaRun.Visit();
        JinjaRun.Bound(text.Length);
        if (depth > Deepest)
        {
            throw new JinjaException("RecursionError", "maximum recursion depth exceeded while encoding a JSON object");
        }

        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case bool truth:
                text.Append(truth ? "true" : "false");
                break;
            case long or BigInteger:
                text.Append(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                break;
            case double number:
                text.Append(double.IsNaN(number) ? "NaN" : double.IsInfinity(number) ? (number > 0 ? "Infinity" : "-Infinity") : Numbers.Text(number));
                break;
            case string inner:
                Quote(text, inner);
                break;
            case PyDict or IJinjaMapping:
                var pairs = Mappings.Pairs(value).Select(pair => (Key: Key(pair.Key), pair.Value));
                pairs = sortKeys ? pairs.OrderBy(pair => pair.Key, Comparer<string>.Create(Texts.Compare)) : pairs;
                Items(text, '{', pairs.Select(pair => (Action)(() =>
                {
                    Quote(text, pair.Key);
                    text.Append(": ");
                    Append(text, pair.Value, indent, sortKeys, depth + 1);
                })), '}', indent, depth);
                break;
            case PyList or PyTuple:
                Items(text, '[', ((IReadOnlyList<object?>)value).Select(item => (Action)(() => Append(text, item, indent, sortKeys, depth + 1))), ']', indent, depth);
                break;
            default:
                throw Faults.Type($"Object of type {Kinds.NameOf(value)} is not JSON serializable");
        }
    }

    private static void Items(StringBuilder text, char open, IEnumerable<Action> items, char close, int? indent, int depth)
    {
        text.Append(open);
        var any = false;
        foreach (var item in items)
        {
            text.Append(any ? (indent is null ? ", " : ",") : "");
            any = true;
            NewLine(depth + 1);
            item();
        }

        if (any)
        {
            NewLine(depth);
        }

        text.Append(close);

        void NewLine(int level)
        {
            if (indent is { } width)
            {
                text.Append('\n').Append(' ', Math.Clamp(width, 0, 100) * level);
            }
        }
    }

    private static string Key(object? key) => key switch
    {
        string text => text,
        null => "null",
        bool truth => truth ? "true" : "false",
        _ when Numbers.IsNumber(key) => Texts.Str(key),
        _ => throw Faults.Type($"keys must be str, int, float, bool or None, not {Kinds.NameOf(key)}"),
    };

    private static void Quote(StringBuilder text, string inner)
    {
        text.Append('"');
        foreach (var c in inner)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                < ' ' or > '~' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }

    private static string Quoted(string text, string safe, bool plus)
    {
        var result = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            var c = (char)b;
            if (char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-' or '~' || safe.Contains(c, StringComparison.Ordinal))
            {
                result.Append(c);
            }
            else if (plus && c == ' ')
            {
                result.Append('+');
            }
            else
            {
                result.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
            }
        }

        return result.ToString();
    }

    [GeneratedRegex("<!--.*?-->|<[^>]*>", RegexOptions.Singleline)]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\b(?:https?://|www\.)[^\s<>&""']+[^\s<>&""'.,;:!?)]")]
    private static partial Regex Addresses();
}
