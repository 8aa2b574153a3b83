using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Talentys.Jinja.Public;
using Talentys.Jinja.Values;

namespace Talentys.Jinja.Methods;

/// <summary>Methods of texts.</summary>
internal static partial class TextMethods
{
    private const int Longest = 10_000_000;

    public static FrozenDictionary<string, Func<object?, JinjaArguments, object?>> All { get; } = new Dictionary<string, Func<string, JinjaArguments, object?>>
    {
        ["upper"] = (text, _) => Upper(text),
        ["lower"] = (text, _) => text.ToLowerInvariant(),
        ["casefold"] = (text, _) => text.ToLowerInvariant().Replace("ß", "ss", StringComparison.Ordinal),
        ["capitalize"] = (text, _) => Capitalized(text),
        ["title"] = (text, _) => Title(text),
        ["swapcase"] = (text, _) => string.Concat(text.Select(c => char.IsUpper(c) ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c))),
        ["strip"] = (text, arguments) => Stripped(text, arguments, "strip", true, true),
        ["lstrip"] = (text, arguments) => Stripped(text, arguments, "lstrip", true, false),
        ["rstrip"] = (text, arguments) => Stripped(text, arguments, "rstrip", false, true),
        ["removeprefix"] = (text, arguments) => Text(arguments.Bind("removeprefix", "prefix")[0], "removeprefix") is var prefix && text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text,
        ["removesuffix"] = (text, arguments) => Text(arguments.Bind("removesuffix", "suffix")[0], "removesuffix") is { Length: > 0 } suffix && text.EndsWith(suffix, StringComparison.Ordinal) ? text[..^suffix.Length] : text,
        ["startswith"] = (text, arguments) => Affixed(text, arguments, "startswith"),
        ["endswith"] = (text, arguments) => Affixed(text, arguments, "endswith"),
        ["replace"] = Replace,
        ["split"] = (text, arguments) => Split(text, arguments, "split", false),
        ["rsplit"] = (text, arguments) => Split(text, arguments, "rsplit", true),
        ["splitlines"] = SplitLines,
        ["partition"] = (text, arguments) => Partition(text, arguments, "partition", false),
        ["rpartition"] = (text, arguments) => Partition(text, arguments, "rpartition", true),
        ["join"] = Join,
        ["find"] = (text, arguments) => Find(text, arguments, "find", false),
        ["rfind"] = (text, arguments) => Find(text, arguments, "rfind", true),
        ["index"] = (text, arguments) => Find(text, arguments, "index", false) is var at and not -1L ? at : throw Faults.Value("substring not found"),
        ["rindex"] = (text, arguments) => Find(text, arguments, "rindex", true) is var at and not -1L ? at : throw Faults.Value("substring not found"),
        ["count"] = (text, arguments) => Count(text, arguments),
        ["center"] = (text, arguments) => Justified(text, arguments, "center"),
        ["ljust"] = (text, arguments) => Justified(text, arguments, "ljust"),
        ["rjust"] = (text, arguments) => Justified(text, arguments, "rjust"),
        ["zfill"] = ZeroFilled,
        ["expandtabs"] = ExpandTabs,
        ["format"] = (text, arguments) => BraceFormat.Of(text, arguments.Values, arguments.Named),
        ["format_map"] = (text, arguments) => BraceFormat.Of(text, [], Mappings.Pairs(arguments.Bind("format_map", "mapping")[0]).ToDictionary(pair => Texts.Str(pair.Key), pair => pair.Value, StringComparer.Ordinal)),
        ["isalpha"] = (text, _) => Every(text, char.IsLetter),
        ["isdigit"] = (text, _) => Every(text, c => char.IsDigit(c) || char.GetUnicodeCategory(c) == UnicodeCategory.OtherNumber && char.GetNumericValue(c) is >= 0 and <= 9),
        ["isdecimal"] = (text, _) => Every(text, char.IsDigit),
        ["isnumeric"] = (text, _) => Every(text, char.IsNumber),
        ["isalnum"] = (text, _) => Every(text, c => char.IsLetter(c) || char.IsNumber(c)),
        ["isspace"] = (text, _) => Every(text, IsSpace),
        ["isupper"] = (text, _) => text.Any(char.IsUpper) && !text.Any(char.IsLower),
        ["islower"] = (text, _) => text.Any(char.IsLower) && !text.Any(char.IsUpper),
        ["istitle"] = (text, _) => text.Any(char.IsLetter) && text == Title(text),
        ["isidentifier"] = (text, _) => text.Length > 0 && (text[0] == '_' || char.IsLetter(text[0])) && text.All(c => c == '_' || char.IsLetterOrDigit(c)),
        ["isascii"] = (text, _) => Ascii.IsValid(text),
        ["isprintable"] = (text, _) => Texts.Points(text).All(point => point is "'" or "\\" || Texts.Repr(point) == $"'{point}'"),
        ["encode"] = (text, _) => text,
        ["translate"] = Translate,
    }.ToFrozenDictionary(pair => pair.Key, pair => (Func<object?, JinjaArguments, object?>)((text, arguments) => pair.Value((string)text!, arguments)));

    public static string Upper(string text) => text.ToUpperInvariant().Replace("ß", "SS", StringComparison.Ordinal);

    public static string Capitalized(string text) => text.Length == 0 ? text
        : string.Concat(Texts.Points(text).Select((point, i) => i == 0 ? Upper(point) : point.ToLowerInvariant()));

    /// <summary>Python's white space, which counts the separators of files and groups too.</summary>
    public static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\x1c' and <= '\x1f';

    public static string Stripped(string text, string? characters, bool atStart, bool atEnd)
    {
        var (start, end) = (0, text.Length);
        while (atStart && start < end && Drops(text[start]))
        {
            start++;
        }

        while (atEnd && end > start && Drops(text[end - 1]))
        {
            end--;
        }

        return text[start..end];

        bool Drops(char c) => characters is null ? IsSpace(c) : characters.Contains(c, StringComparison.Ordinal);
    }

    private static string Title(string text)
    {
        var result = new StringBuilder(text.Length);
        var inWord = false;
        foreach (var c in text)
        {
            result.Append(inWord ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c));
            inWord = char.IsLetter(c);
        }

        return result.ToString();
    }

    private static string Text(object? value, string method) => value as string
        ?? throw Faults.Type($"{method}() argument must be str, not {Kinds.NameOf(value)}");

    private static string Stripped(string text, JinjaArguments arguments, string method, bool atStart, bool atEnd)
    {
        var given = arguments.Bind(method, "chars?")[0];
        return Stripped(
            text, given is null || ReferenceEquals(given, JinjaArguments.Missing) ? null
                : given as string ?? throw Faults.Type($"{method} arg must be None or str"), atStart, atEnd);
    }

    private static bool Affixed(string text, JinjaArguments arguments, string method)
    {
        var bound = arguments.Bind(method, "prefix", "start?", "end?");
        var part = Part(text, bound[1], bound[2], out _);
        return bound[0] switch
        {
            string affix => Has(affix),
            PyTuple several => several.Any(one => Has(one as string ?? throw Faults.Type($"tuple for {method} must only contain str, not {Kinds.NameOf(one)}"))),
            var other => throw Faults.Type($"{method} first arg must be str or a tuple of str, not {Kinds.NameOf(other)}"),
        };

        bool Has(string affix) => part is not null && (method == "startswith" ? part.StartsWith(affix, StringComparison.Ordinal) : part.EndsWith(affix, StringComparison.Ordinal));
    }

    private static object Find(string text, JinjaArguments arguments, string method, bool fromEnd)
    {
        var bound = arguments.Bind(method, "sub", "start?", "end?");
        if (Part(text, bound[1], bound[2], out var offset) is not { } part)
        {
            return -1L;
        }

        var sought = bound[0] as string ?? throw Faults.Type($"must be str, not {Kinds.NameOf(bound[0])}");
        var at = fromEnd ? (sought.Length == 0 ? part.Length : part.LastIndexOf(sought, StringComparison.Ordinal)) : part.IndexOf(sought, StringComparison.Ordinal);
        return at < 0 ? -1L : (long)Texts.Length(part[..at]) + offset;
    }

    private static long Count(string text, JinjaArguments arguments)
    {
        var bound = arguments.Bind("count", "sub", "start?", "end?");
        var part = Part(text, bound[1], bound[2], out _);
        var sought = bound[0] as string ?? throw Faults.Type($"must be str, not {Kinds.NameOf(bound[0])}");
        return part is null ? 0L : sought.Length == 0 ? Texts.Length(part) + 1L : (part.Length - part.Replace(sought, "", StringComparison.Ordinal).Length) / (long)sought.Length;
    }

    /// <summary>A part by places of code points; null when it begins behind the end.</summary>
    private static string? Part(string text, object? start, object? end, out int offset)
    {
        offset = 0;
        if (ReferenceEquals(start, JinjaArguments.Missing) && ReferenceEquals(end, JinjaArguments.Missing))
        {
            return text;
        }

        var length = Texts.Length(text);
        offset = At(start, 0);
        return offset > length ? null : (string)Sequences.Slice(text, (long)offset, (long)Math.Max(offset, At(end, length)), null)!;

        int At(object? given, int otherwise) => given is null || ReferenceEquals(given, JinjaArguments.Missing) ? otherwise
            : Numbers.Index(given) is var index && index < 0 ? Math.Max(0, index + length) : index;
    }

    private static bool Every(string text, Func<char, bool> holds) => text.Length > 0 && text.All(holds);
}
