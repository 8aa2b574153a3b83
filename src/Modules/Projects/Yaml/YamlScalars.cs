using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Talentys.Projects.Yaml;

/// <summary>Writes texts as YAML scalars: plain where every reader of YAML takes them for the same text, quoted elsewhere.</summary>
internal static partial class YamlScalars
{
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "true", "false", "null", "yes", "no", "on", "off", "y", "n",
    };

    private static readonly SearchValues<char> FlowSigns = SearchValues.Create(",[]{}:");

    /// <summary>A text on one line.</summary>
    /// <param name="text">The text.</param>
    /// <param name="flow">Whether it stands between brackets, where commas and brackets mean something.</param>
    internal static string Line(string text, bool flow = false) => IsPlain(text, flow) && !Words.Contains(text) ? text : Quoted(text);

    /// <summary>A key: quoted unless it is made of words, for parsers see more in a plain key than the specification does.</summary>
    internal static string Key(string text) =>
        IsPlain(text, flow: true) && text is not ("true" or "false" or "null")
        && text.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '-' or '.' or '/' or ' ')
            ? text
            : Quoted(text);

    /// <summary>Whether a text of several lines can stand as it is below its key.</summary>
    internal static bool IsBlock(string text)
    {
        if (!text.Contains('\n', StringComparison.Ordinal) || text[0] is '\n' or ' ' || text.EndsWith("\n\n", StringComparison.Ordinal))
        {
            return false;
        }

        var lines = text.Split('\n');
        return lines.Any(line => line.Length > 0)
            && lines.All(line => !line.StartsWith('\t') && !line.EndsWith(' ') && line.All(letter => letter == '\t' || !NeedsEscape(letter)));
    }

    /// <summary>The lines of a text for which <see cref="IsBlock"/> holds, each indented.</summary>
    internal static string Block(string text, string indent)
    {
        var ended = text.EndsWith('\n');
        var lines = (ended ? text[..^1] : text).Split('\n');
        var block = new StringBuilder(ended ? "|" : "|-");
        foreach (var line in lines)
        {
            block.Append('\n').Append(line.Length == 0 ? "" : indent).Append(line);
        }

        return block.ToString();
    }

    private static bool IsPlain(string text, bool flow) =>
        text.Length > 0
        && text[0] is not ('-' or '?' or ':' or ',' or '[' or ']' or '{' or '}' or '#' or '&' or '*' or '!' or '|' or '>' or '\'' or '"' or '%' or '@' or '`' or '~' or '=')
        && text[0] != ' ' && text[^1] is not (' ' or ':')
        && !text.Any(NeedsEscape)
        && !text.Contains(": ", StringComparison.Ordinal)
        && !text.Contains(" #", StringComparison.Ordinal)
        && !text.StartsWith("<<", StringComparison.Ordinal)
        && !NumberLike().IsMatch(text)
        && !(flow && text.AsSpan().ContainsAny(FlowSigns));

    private static string Quoted(string text)
    {
        if (text.Any(NeedsEscape))
        {
            return Escaped(text);
        }

        var simple = !text.Contains('"', StringComparison.Ordinal) && !text.Contains('\\', StringComparison.Ordinal);
        return simple ? $"\"{text}\"" : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    // what does not print, what some readers take for the end of a line, and halves of pairs
    private static bool NeedsEscape(char letter) =>
        char.IsControl(letter) || letter is '\u2028' or '\u2029' or '\uFEFF' or '\uFFFE' or '\uFFFF' or '\u00A0';

    private static string Escaped(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                _ when NeedsEscape(letter) => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:X4}"),
                _ => quoted.Append(letter),
            };
        }

        return quoted.Append('"').ToString();
    }

    // numbers, dates, times and their like of YAML 1.1 and 1.2
    [GeneratedRegex(@"\A[-+.]?[0-9.][0-9a-fA-FxXoO_.:eETZ+\- ]*\z|\A[-+]?\.(inf|nan)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NumberLike();
}
