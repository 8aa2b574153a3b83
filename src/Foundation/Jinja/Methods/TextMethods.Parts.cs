using System.Text;
using Talentys.Jinja.Public;
using Talentys.Jinja.Values;

namespace Talentys.Jinja.Methods;

/// <summary>Methods that cut, join and pad.</summary>
internal static partial class TextMethods
{
    private static readonly string[] LineEnds = ["\r\n", "\n", "\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"];

    private static string Replace(string text, JinjaArguments arguments)
    {
        var bound = arguments.Bind("replace", "old", "new", "count?");
        var (old, with) = (Text(bound[0], "replace"), Text(bound[1], "replace"));
        var most = ReferenceEquals(bound[2], JinjaArguments.Missing) ? -1 : Numbers.Index(bound[2]);
        return Replaced(text, old, with, most);
    }

    public static string Replaced(string text, string old, string with, int most)
    {
        if (most == 0)
        {
            return text;
        }

        var atMost = (long)text.Length + ((long)with.Length * (old.Length == 0 ? text.Length + 1 : text.Length / old.Length));
        if (most < 0 && old.Length > 0 && atMost <= Longest)
        {
            return text.Replace(old, with, StringComparison.Ordinal);
        }

        var result = new StringBuilder();
        var at = 0;
        for (var done = 0; most < 0 || done < most; done++)
        {
            Bound(result.Length);
            if (old.Length == 0)
            {
                result.Append(with);
                if (at >= text.Length)
                {
                    return result.ToString();
                }

                result.Append(text[at++]);
                continue;
            }

            var next = text.IndexOf(old, at, StringComparison.Ordinal);
            if (next < 0)
            {
                break;
            }

            result.Append(text, at, next - at).Append(with);
            at = next + old.Length;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }

    private static PyList Split(string text, JinjaArguments arguments, string method, bool fromEnd)
    {
        var bound = arguments.Bind(method, "sep?", "maxsplit?");
        var separator = bound[0] is null || ReferenceEquals(bound[0], JinjaArguments.Missing) ? null : Text(bound[0], method);
        var most = ReferenceEquals(bound[1], JinjaArguments.Missing) ? -1 : Numbers.Index(bound[1]);
        if (separator is { Length: 0 })
        {
            throw Faults.Value("empty separator");
        }

        var parts = separator is null ? Words(text, most, fromEnd) : Pieces(text, separator, most, fromEnd);
        return new PyList(parts);
    }

    private static List<string> Pieces(string text, string separator, int most, bool fromEnd)
    {
        var parts = new List<string>();
        if (!fromEnd)
        {
            var at = 0;
            for (int next; (most < 0 || parts.Count < most) && (next = text.IndexOf(separator, at, StringComparison.Ordinal)) >= 0; at = next + separator.Length)
            {
                parts.Add(text[at..next]);
            }

            parts.Add(text[at..]);
            return parts;
        }

        var end = text.Length;
        while (most < 0 || parts.Count < most)
        {
            var found = text.AsSpan(0, end).LastIndexOf(separator, StringComparison.Ordinal);
            if (found < 0)
            {
                break;
            }

            parts.Insert(0, text[(found + separator.Length)..end]);
            end = found;
        }

        parts.Insert(0, text[..end]);
        return parts;
    }

    private static List<string> Words(string text, int most, bool fromEnd)
    {
        var parts = new List<string>();
        if (!fromEnd)
        {
            for (var at = Skip(0); at < text.Length;)
            {
                if (most >= 0 && parts.Count == most)
                {
                    parts.Add(Stripped(text[at..], null, false, true));
                    return parts;
                }

                var end = at;
                while (end < text.Length && !IsSpace(text[end]))
                {
                    end++;
                }

                parts.Add(text[at..end]);
                at = Skip(end);
            }

            return parts;
        }

        for (var end = Back(text.Length); end > 0;)
        {
            if (most >= 0 && parts.Count == most)
            {
                parts.Insert(0, Stripped(text[..end], null, true, false));
                return parts;
            }

            var start = end;
            while (start > 0 && !IsSpace(text[start - 1]))
            {
                start--;
            }

            parts.Insert(0, text[start..end]);
            end = Back(start);
        }

        return parts;

        int Skip(int from)
        {
            while (from < text.Length && IsSpace(text[from]))
            {
                from++;
            }

            return from;
        }

        int Back(int from)
        {
            while (from > 0 && IsSpace(text[from - 1]))
            {
                from--;
            }

            return from;
        }
    }

    private static PyList SplitLines(string text, JinjaArguments arguments)
    {
        var keep = arguments.Bind("splitlines", "keepends?")[0];
        var withEnds = !ReferenceEquals(keep, JinjaArguments.Missing) && Sequences.IsTrue(keep);
        var lines = new PyList();
        for (var at = 0; at < text.Length;)
        {
            var (next, end) = (text.Length, "");
            for (var i = at; i < text.Length; i++)
            {
                if (LineEnds.FirstOrDefault(mark => string.CompareOrdinal(text, i, mark, 0, mark.Length) == 0) is { } found)
                {
                    (next, end) = (i, found);
                    break;
                }
            }

            lines.Add(text[at..next] + (withEnds ? end : ""));
            at = next + Math.Max(end.Length, next == text.Length ? 1 : 0);
        }

        return lines;
    }

    private static PyTuple Partition(string text, JinjaArguments arguments, string method, bool fromEnd)
    {
        var separator = Text(arguments.Bind(method, "sep")[0], method);
        if (separator.Length == 0)
        {
            throw Faults.Value("empty separator");
        }

        var at = fromEnd ? text.LastIndexOf(separator, StringComparison.Ordinal) : text.IndexOf(separator, StringComparison.Ordinal);
        return at < 0 ? (fromEnd ? new PyTuple("", "", text) : new PyTuple(text, "", "")) : new PyTuple(text[..at], separator, text[(at + separator.Length)..]);
    }

    private static string Join(string text, JinjaArguments arguments)
    {
        var items = arguments.Bind("join", "iterable")[0] is var given && Sequences.Items(given) is { } found ? found : throw Faults.Type("can only join an iterable");
        var length = 0L;
        return string.Join(text, items.Select((item, i) =>
        {
            var part = item as string ?? throw Faults.Type($"sequence item {i}: expected str instance, {Kinds.NameOf(item)} found");
            JinjaRun.Bound(length += part.Length + text.Length);
            return part;
        }));
    }

    private static string Justified(string text, JinjaArguments arguments, string method)
    {
        var bound = arguments.Bind(method, "width", "fillchar?");
        var fill = ReferenceEquals(bound[1], JinjaArguments.Missing) ? " " : Text(bound[1], method);
        if (Texts.Length(fill) != 1)
        {
            throw Faults.Type("The fill character must be exactly one character long");
        }

        var missing = Numbers.Index(bound[0]) - Texts.Length(text);
        if (missing <= 0)
        {
            return text;
        }

        Bound(missing);
        // where one blank is left over, Python puts it to the left when the width is odd
        var left = method switch { "ljust" => 0, "rjust" => missing, _ => (missing / 2) + (missing & Numbers.Index(bound[0]) & 1) };
        return string.Concat(Enumerable.Repeat(fill, left)) + text + string.Concat(Enumerable.Repeat(fill, missing - left));
    }

    private static string ZeroFilled(string text, JinjaArguments arguments)
    {
        var missing = Numbers.Index(arguments.Bind("zfill", "width")[0]) - Texts.Length(text);
        if (missing <= 0)
        {
            return text;
        }

        Bound(missing);
        return text.Length > 0 && text[0] is '+' or '-' ? text[0] + new string('0', missing) + text[1..] : new string('0', missing) + text;
    }

    private static string ExpandTabs(string text, JinjaArguments arguments)
    {
        var given = arguments.Bind("expandtabs", "tabsize?")[0];
        var size = ReferenceEquals(given, JinjaArguments.Missing) ? 8 : Math.Clamp(Numbers.Index(given), 0, 1000);
        var result = new StringBuilder();
        var column = 0;
        foreach (var c in text)
        {
            if (c == '\t')
            {
                var blanks = size == 0 ? 0 : size - (column % size);
                result.Append(' ', blanks);
                column += blanks;
            }
            else
            {
                result.Append(c);
                column = c is '\n' or '\r' ? 0 : column + 1;
            }
        }

        return result.ToString();
    }

    private static string Translate(string text, JinjaArguments arguments)
    {
        var table = arguments.Bind("translate", "table")[0];
        return string.Concat(Texts.Points(text).Select(point => !Sequences.TryItem(table, (long)char.ConvertToUtf32(point, 0), out var with) ? point
            : with is string other ? other : with is null ? "" : char.ConvertFromUtf32(Numbers.Index(with))));
    }

    private static void Bound(long length)
    {
        JinjaRun.Bound(length);
        if (length > Longest)
        {
            throw Faults.Limit($"The text would have more than {Longest:N0} characters.");
        }
    }
}
