using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Talentys.Jinja.Public;
using Talentys.Jinja.Values;

namespace Talentys.Jinja.Modules;

/// <summary><c>modules.re</c>: Python's regular expressions by those of .NET.</summary>
internal static partial class RegexModule
{
    private const long IgnoreCase = 2;
    private const long MultiLine = 8;
    private const long DotAll = 16;
    private const long Verbose = 64;
    private const long Ascii = 256;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    public static PyType Of()
    {
        var attributes = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["compile"] = new JinjaFunction("compile", arguments => arguments.Bind("compile", "pattern", "flags?") is var bound ? Compiled(bound[0], bound[1]) : null),
            ["escape"] = new JinjaFunction("escape", arguments => Special().Replace(Text(arguments.Bind("escape", "pattern")[0]), @"\$0")),
            ["I"] = IgnoreCase,
            ["IGNORECASE"] = IgnoreCase,
            ["M"] = MultiLine,
            ["MULTILINE"] = MultiLine,
            ["S"] = DotAll,
            ["DOTALL"] = DotAll,
            ["X"] = Verbose,
            ["VERBOSE"] = Verbose,
            ["A"] = Ascii,
            ["ASCII"] = Ascii,
        };
        foreach (var (name, parameters) in PyPattern.Methods)
        {
            string[] all = ["pattern", .. parameters, "flags?"];
            attributes[name] = new JinjaFunction(name, arguments =>
            {
                var bound = arguments.Bind(name, all);
                return Compiled(bound[0], bound[^1]).Run(name, bound.AsSpan(1, parameters.Length), arguments.Run);
            });
        }

        return new PyType("re", null, attributes);
    }

    /// <summary>The text that a pattern is compared with.</summary>
    public static string Text(object? value) => value as string ?? throw Faults.Type($"expected string or bytes-like object, got '{Kinds.NameOf(value)}'");

    /// <summary>The text that replaces a match: <c>\1</c>, <c>\g&lt;name&gt;</c>.</summary>
    public static string Expanded(string template, PyMatch match) => Reference().Replace(template, reference => reference.Groups switch
    {
        var groups when groups["number"].Success => match.Part(long.Parse(groups["number"].ValueSpan, CultureInfo.InvariantCulture)).Value,
        var groups when groups["name"].Success => match.Part(groups["name"].Value).Value,
        _ => reference.Value[1] switch { 'n' => "\n", 't' => "\t", 'r' => "\r", '\\' => "\\", _ => reference.Value },
    });

    public static T Guarded<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (RegexMatchTimeoutException)
        {
            throw Faults.Limit("The regular expression takes too long.");
        }
    }

    private static PyPattern Compiled(object? pattern, object? flags)
    {
        if (pattern is PyPattern known)
        {
            return known;
        }

        var source = pattern as string ?? throw Faults.Type("first argument must be string or compiled pattern");
        var marks = ReferenceEquals(flags, JinjaArguments.Missing) ? 0 : Numbers.Index(flags);
        var options = RegexOptions.CultureInvariant
            | ((marks & IgnoreCase) != 0 ? RegexOptions.IgnoreCase : 0) | ((marks & MultiLine) != 0 ? RegexOptions.Multiline : 0)
            | ((marks & DotAll) != 0 ? RegexOptions.Singleline : 0) | ((marks & Verbose) != 0 ? RegexOptions.IgnorePatternWhitespace : 0);
        var reader = new PatternReader(source);
        try
        {
            var text = reader.Read();
            return new PyPattern(source, new Regex(text, options, Longest), new Regex($@"\A(?:{text}{(text.Contains('#', StringComparison.Ordinal) ? "\n" : "")})\z", options, Longest), reader.Names);
        }
        catch (ArgumentException failure)
        {
            throw new JinjaException("error", failure.Message);
        }
    }

    [GeneratedRegex(@"\\(?:(?<number>\d{1,2})|g<(?<number>\d{1,2})>|g<(?<name>\w+)>|.)", RegexOptions.Singleline)]
    private static partial Regex Reference();

    [GeneratedRegex(@"[^\w\s!""%',/:;<=>@`]|\s")]
    private static partial Regex Special();
}

/// <summary>A compiled regular expression.</summary>
internal sealed class PyPattern(string pattern, Regex regex, Regex whole, IReadOnlyDictionary<string, int> names) : IJinjaObject, IJinjaText
{
    /// <summary>What it can do, with the parameters behind the pattern.</summary>
    public static IReadOnlyDictionary<string, string[]> Methods { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["match"] = ["string"],
        ["fullmatch"] = ["string"],
        ["search"] = ["string"],
        ["findall"] = ["string"],
        ["finditer"] = ["string"],
        ["split"] = ["string", "maxsplit?"],
        ["sub"] = ["repl", "string", "count?"],
        ["subn"] = ["repl", "string", "count?"],
    };

    public string TypeName => "re.Pattern";

    public bool TryGet(string name, out object? value)
    {
        value = name switch
        {
            "pattern" => pattern,
            "groups" => (long)regex.GetGroupNumbers().Length - 1,
            "groupindex" => new PyDict(names.Select(pair => KeyValuePair.Create((object?)pair.Key, (object?)(long)pair.Value))),
            _ when Methods.TryGetValue(name, out var parameters) => new JinjaFunction(name, arguments => Run(name, arguments.Bind(name, parameters), arguments.Run)),
            _ => this,
        };
        return !ReferenceEquals(value, this);
    }

    public string Text(bool isRepr) => $"re.compile({Texts.Repr(pattern)})";

    public object? Run(string method, ReadOnlySpan<object?> bound, JinjaRun run)
    {
        var isSubstitution = method is "sub" or "subn";
        var text = RegexModule.Text(bound[isSubstitution ? 1 : 0]);
        var most = bound.Length == 1 || ReferenceEquals(bound[^1], JinjaArguments.Missing) ? 0 : Numbers.Index(bound[^1]);
        var with = bound[0];
        return RegexModule.Guarded<object?>(() => method switch
        {
            "match" => regex.Match(text) is { Success: true, Index: 0 } match ? Of(match, text) : null,
            "fullmatch" => whole.Match(text) is { Success: true } match ? Of(match, text) : null,
            "search" => regex.Match(text) is { Success: true } match ? Of(match, text) : null,
            "findall" => new PyList(Stepped(run, text).Select(Found)),
            "finditer" => new PyList(Stepped(run, text).Select(match => Of(match, text))),
            "split" => Split(run, text, most),
            _ => Replaced(run, with, text, most) is var (result, count) && method == "sub" ? result : new PyTuple(result, (long)count),
        });
    }

    private PyMatch Of(Match match, string text) => new(match, text, names);

    private IEnumerable<Match> Stepped(JinjaRun run, string text)
    {
        for (var match = regex.Match(text); match.Success; match = match.NextMatch())
        {
            run.Step();
            yield return match;
        }
    }

    private static object? Found(Match match) => match.Groups.Count switch
    {
        1 => match.Value,
        2 => match.Groups[1].Value,
        _ => new PyTuple([.. match.Groups.Cast<Group>().Skip(1).Select(group => (object?)group.Value)]),
    };

    private PyList Split(JinjaRun run, string text, int most)
    {
        var parts = new PyList();
        var at = 0;
        foreach (var match in Stepped(run, text).Take(most > 0 ? most : int.MaxValue))
        {
            parts.Add(text[at..match.Index]);
            parts.AddRange(match.Groups.Cast<Group>().Skip(1).Select(group => group.Success ? (object?)group.Value : null));
            at = match.Index + match.Length;
        }

        parts.Add(text[at..]);
        return parts;
    }

    private (string Text, int Count) Replaced(JinjaRun run, object? with, string text, int most)
    {
        var result = new StringBuilder();
        var (at, count) = (0, 0);
        foreach (var match in Stepped(run, text).Take(most > 0 ? most : int.MaxValue))
        {
            var found = Of(match, text);
            var part = with is IJinjaCallable function ? Texts.Str(function.Call(new JinjaArguments(run, [found]))) : RegexModule.Expanded(RegexModule.Text(with), found);
            run.Wrote(part.Length);
            result.Append(text, at, match.Index - at).Append(part);
            at = match.Index + match.Length;
            count++;
        }

        return (result.Append(text, at, text.Length - at).ToString(), count);
    }
}

/// <summary>What a regular expression found. Places are counted in code points, as in Python.</summary>
internal sealed class PyMatch(Match match, string text, IReadOnlyDictionary<string, int> names) : IJinjaObject, IJinjaMapping, IJinjaText
{
    public string TypeName => "re.Match";

    // a match is true, whatever it holds
    public int Count => match.Groups.Count;

    public IEnumerable<object?> Keys => throw Faults.Type("'re.Match' object is not iterable");

    public bool TryGet(string name, out object? value)
    {
        value = name switch
        {
            "group" => new JinjaFunction(name, arguments => arguments.Values.Count switch
            {
                0 => match.Value,
                1 => Value(arguments.Values[0]),
                _ => new PyTuple([.. arguments.Values.Select(Value)]),
            }),
            "groups" => new JinjaFunction(name, arguments => arguments.Bind(name, "default?")[0] is var other
                ? new PyTuple([.. match.Groups.Cast<Group>().Skip(1).Select(group => group.Success ? group.Value : Or(other))]) : null),
            "groupdict" => new JinjaFunction(name, arguments => arguments.Bind(name, "default?")[0] is var other
                ? new PyDict(names.Select(pair => KeyValuePair.Create((object?)pair.Key, match.Groups[pair.Value] is { Success: true } group ? group.Value : Or(other)))) : null),
            "start" => new JinjaFunction(name, arguments => Span(arguments).Start),
            "end" => new JinjaFunction(name, arguments => Span(arguments).End),
            "span" => new JinjaFunction(name, arguments => Span(arguments) is var (start, end) ? new PyTuple(start, end) : null),
            "expand" => new JinjaFunction(name, arguments => RegexModule.Expanded(RegexModule.Text(arguments.Bind(name, "template")[0]), this)),
            "string" => text,
            "lastindex" => match.Groups.Cast<Group>().Skip(1).Select((group, i) => (group, i)).LastOrDefault(pair => pair.group.Success) is ({ Success: true }, var last) ? last + 1L : null,
            _ => this,
        };
        return !ReferenceEquals(value, this);
    }

    public bool TryGetItem(object? key, out object? value)
    {
        value = Value(key);
        return true;
    }

    public string Text(bool isRepr) => $"<re.Match object; span=({Points(match.Index)}, {Points(match.Index + match.Length)}), match={Texts.Repr(match.Value)}>";

    /// <summary>A group by its number or name.</summary>
    public Group Part(object? key)
    {
        var number = key is string name ? (names.TryGetValue(name, out var known) ? known : -1) : Numbers.Index(key);
        return number >= 0 && number < match.Groups.Count ? match.Groups[number] : throw Faults.Index("no such group");
    }

    private static object? Or(object? given) => ReferenceEquals(given, JinjaArguments.Missing) ? null : given;

    private (long Start, long End) Span(JinjaArguments arguments) =>
        Part(arguments.Values.Count == 0 ? 0L : arguments.Values[0]) is { Success: true } part ? (Points(part.Index), Points(part.Index + part.Length)) : (-1, -1);

    private object? Value(object? key) => Part(key) is { Success: true } group ? group.Value : null;

    private long Points(int index) => Texts.Length(text[..index]);
}
