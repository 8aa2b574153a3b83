using System.Text;
using Talentys.Jinja.Methods;
using Talentys.Jinja.Public;
using Talentys.Jinja.Values;

namespace Talentys.Jinja.Filters;

/// <summary>Filters of texts.</summary>
internal static class TextFilters
{
    private static readonly char[] WordStarts = ['-', '(', '{', '[', '<'];

    public static object? Text(JinjaArguments arguments) => Of(arguments, "string");

    public static object? Upper(JinjaArguments arguments) => TextMethods.Upper(Of(arguments, "upper"));

    public static object? Lower(JinjaArguments arguments) => Of(arguments, "lower").ToLowerInvariant();

    public static object? Capitalize(JinjaArguments arguments) => TextMethods.Capitalized(Of(arguments, "capitalize"));

    public static object? Title(JinjaArguments arguments)
    {
        var result = new StringBuilder();
        var atStart = true;
        foreach (var c in Of(arguments, "title"))
        {
            result.Append(atStart ? char.ToUpperInvariant(c) : char.ToLowerInvariant(c));
            atStart = char.IsWhiteSpace(c) || WordStarts.Contains(c);
        }

        return result.ToString();
    }

    public static object? Trim(JinjaArguments arguments)
    {
        var bound = arguments.Bind("trim", "value", "chars?");
        return TextMethods.Stripped(Texts.Str(bound[0]), Given.Is(bound[1]) && bound[1] is not null ? Texts.Str(bound[1]) : null, true, true);
    }

    public static object? Replace(JinjaArguments arguments)
    {
        var bound = arguments.Bind("replace", "s", "old", "new", "count?");
        return TextMethods.Replaced(Texts.Str(bound[0]), Texts.Str(bound[1]), Texts.Str(bound[2]), Given.Is(bound[3]) && bound[3] is not null ? Numbers.Index(bound[3]) : -1);
    }

    public static object? Center(JinjaArguments arguments)
    {
        var bound = arguments.Bind("center", "value", "width?");
        return TextMethods.All["center"](Texts.Str(bound[0]), new JinjaArguments(arguments.Run, [(long)Given.Int(bound[1], 80)]));
    }

    public static object? Format(JinjaArguments arguments)
    {
        if (arguments.Values.Count > 1 && arguments.Named.Count > 0)
        {
            throw new JinjaException("FilterArgumentError", "can't handle positional and keyword arguments at the same time");
        }

        return PercentFormat.Of(Texts.Str(arguments.Values[0]), arguments.Named.Count > 0
            ? new PyDict(arguments.Named.Select(pair => KeyValuePair.Create((object?)pair.Key, pair.Value))) : new PyTuple([.. arguments.Values.Skip(1)]));
    }

    public static object? Indent(JinjaArguments arguments)
    {
        var bound = arguments.Bind("indent", "s", "width?", "first?", "blank?");
        var indent = bound[1] is string given ? given : new string(' ', Math.Clamp(Given.Int(bound[1], 4), 0, 10_000));
        var text = Texts.Str(bound[0]) + "\n";
        var lines = text.Split('\n')[..^1];
        string result;
        if (Given.Truth(bound[3], false))
        {
            result = string.Join("\n" + indent, lines);
        }
        else
        {
            result = lines[0] + string.Concat(lines.Skip(1).Select(line => "\n" + (line.Length > 0 ? indent + line : line)));
        }

        arguments.Run.Wrote(result.Length);
        return Given.Truth(bound[2], false) ? indent + result : result;
    }

    public static object? Truncate(JinjaArguments arguments)
    {
        var bound = arguments.Bind("truncate", "s", "length?", "killwords?", "end?", "leeway?");
        var (text, length, end) = (Texts.Str(bound[0]), Given.Int(bound[1], 255), Given.Text(bound[3], "..."));
        var leeway = Given.Is(bound[4]) && bound[4] is not null ? Numbers.Index(bound[4]) : 5;
        if (length < Texts.Length(end))
        {
            throw new JinjaException("AssertionError", $"expected length >= {Texts.Length(end)}, got {length}");
        }

        if (leeway < 0)
        {
            throw new JinjaException("AssertionError", $"expected leeway >= 0, got {leeway}");
        }

        if (Texts.Length(text) <= length + leeway)
        {
            return text;
        }

        var cut = string.Concat(Texts.Points(text).Take(length - Texts.Length(end)));
        if (!Given.Truth(bound[2], false))
        {
            var blank = cut.LastIndexOf(' ');
            cut = blank < 0 ? cut : cut[..blank];
        }

        return cut + end;
    }

    public static object? WordCount(JinjaArguments arguments)
    {
        var (count, inWord) = (0L, false);
        foreach (var c in Of(arguments, "wordcount"))
        {
            var isWord = char.IsLetterOrDigit(c) || c == '_';
            count += isWord && !inWord ? 1 : 0;
            inWord = isWord;
        }

        return count;
    }

    public static object? WordWrap(JinjaArguments arguments)
    {
        var bound = arguments.Bind("wordwrap", "s", "width?", "break_long_words?", "wrapstring?", "break_on_hyphens?");
        var wrap = Given.Is(bound[3]) && bound[3] is not null ? Texts.Str(bound[3]) : "\n";
        var lines = ((PyList)TextMethods.All["splitlines"](Texts.Str(bound[0]), new JinjaArguments(arguments.Run, []))!).Cast<string>();
        return string.Join(wrap, lines.Select(line => string.Join(
            wrap, Wrapping.Lines(line, Given.Int(bound[1], 79), Given.Truth(bound[2], true), Given.Truth(bound[4], true)))));
    }

    public static object? PrettyPrint(JinjaArguments arguments) => Texts.Repr(InOrder(arguments.Bind("pprint", "value")[0], 0));

    /// <summary>Python's <c>pprint</c> shows the keys of dicts in order.</summary>
    private static object? InOrder(object? value, int depth) => value switch
    {
        _ when depth > 200 => throw new JinjaException("RecursionError", "maximum recursion depth exceeded"),
        PyDict dict => new PyDict(dict.OrderBy(pair => Texts.Str(pair.Key), StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, InOrder(pair.Value, depth + 1)))),
        PyList list => new PyList(list.Select(item => InOrder(item, depth + 1))),
        _ => value,
    };

    private static string Of(JinjaArguments arguments, string name) => Texts.Str(arguments.Bind(name, "s")[0]);
}
