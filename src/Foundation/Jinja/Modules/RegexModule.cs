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

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    public static PyType Of() => new("re", null, new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["match"] = Function("match", (regex, text) => Match(regex.Match(text), match => match.Index == 0)),
        ["fullmatch"] = Function("fullmatch", (regex, text) => Match(Anchored(regex).Match(text), _ => true)),
        ["search"] = Function("search", (regex, text) => Match(regex.Match(text), _ => true)),
        ["findall"] = Function("findall", FindAll),
        ["finditer"] = Function("finditer", (regex, text) => new PyList(regex.Matches(text).Select(match => new PyMatch(match)))),
        ["split"] = new JinjaFunction("split", arguments => arguments.Bind("split", "pattern", "string", "maxsplit?", "flags?") is var bound
            ? Split(Read(bound[0], bound[3]), Texts.Str(bound[1]), ReferenceEquals(bound[2], JinjaArguments.Missing) ? 0 : Numbers.Index(bound[2])) : null),
        ["sub"] = new JinjaFunction("sub", arguments => arguments.Bind("sub", "pattern", "repl", "string", "count?", "flags?") is var bound
            ? Replaced(arguments.Run, Read(bound[0], bound[4]), bound[1], Texts.Str(bound[2]), ReferenceEquals(bound[3], JinjaArguments.Missing) ? 0 : Numbers.Index(bound[3])) : null),
        ["compile"] = new JinjaFunction("compile", arguments => arguments.Bind("compile", "pattern", "flags?") is var bound ? new PyPattern(Texts.Str(bound[0]), Read(bound[0], bound[1])) : null),
        ["escape"] = new JinjaFunction("escape", arguments => Special().Replace(Texts.Str(arguments.Bind("escape", "pattern")[0]), @"\$0")),
        ["I"] = IgnoreCase,
        ["IGNORECASE"] = IgnoreCase,
        ["M"] = MultiLine,
        ["MULTILINE"] = MultiLine,
        ["S"] = DotAll,
        ["DOTALL"] = DotAll,
        ["X"] = Verbose,
        ["VERBOSE"] = Verbose,
    });

    public static Regex Anchored(Regex regex) => new($@"\A(?:{regex})\z", regex.Options, Longest);

    public static object? Match(Match match, Func<Match, bool> holds) => match.Success && holds(match) ? new PyMatch(match) : null;

    public static object? FindAll(Regex regex, string text) => new PyList(regex.Matches(text).Select(match => match.Groups.Count switch
    {
        1 => (object?)match.Value,
        2 => match.Groups[1].Value,
        _ => new PyTuple([.. match.Groups.Cast<Group>().Skip(1).Select(group => (object?)group.Value)]),
    }));

    public static PyList Split(Regex regex, string text, int most)
    {
        var parts = new PyList();
        var at = 0;
        foreach (var match in regex.Matches(text).Take(most > 0 ? most : int.MaxValue))
        {
            parts.Add(text[at..match.Index]);
            parts.AddRange(match.Groups.Cast<Group>().Skip(1).Select(group => group.Success ? (object?)group.Value : null));
            at = match.Index + match.Length;
        }

        parts.Add(text[at..]);
        return parts;
    }

    public static string Replaced(JinjaRun run, Regex regex, object? with, string text, int most) => Guarded(() => regex.Replace(
        text,
        match => with is IJinjaCallable function ? Texts.Str(function.Call(new JinjaArguments(run, [new PyMatch(match)]))) : Expanded(Texts.Str(with), match), most > 0 ? most : -1));

    public static string Expanded(string template, Match match) => Reference().Replace(template, reference => reference.Groups switch
    {
        var groups when groups["number"].Success => match.Groups[int.Parse(groups["number"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture)].Value,
        var groups when groups["name"].Success => match.Groups[groups["name"].Value].Value,
        _ => reference.Value[1] switch { 'n' => "\n", 't' => "\t", 'r' => "\r", var other => other.ToString() },
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

    private static JinjaFunction Function(string name, Func<Regex, string, object?> call) => new(name, arguments =>
    {
        var bound = arguments.Bind(name, "pattern", "string", "flags?");
        return Guarded(() => call(Read(bound[0], bound[2]), Texts.Str(bound[1])));
    });

    private static Regex Read(object? pattern, object? flags)
    {
        if (pattern is PyPattern known)
        {
            return known.Regex;
        }

        var marks = ReferenceEquals(flags, JinjaArguments.Missing) ? 0 : Numbers.Index(flags);
        var options = RegexOptions.CultureInvariant
            | ((marks & IgnoreCase) != 0 ? RegexOptions.IgnoreCase : 0) | ((marks & MultiLine) != 0 ? RegexOptions.Multiline : 0)
            | ((marks & DotAll) != 0 ? RegexOptions.Singleline : 0) | ((marks & Verbose) != 0 ? RegexOptions.IgnorePatternWhitespace : 0);
        var text = Texts.Str(pattern).Replace("(?P<", "(?<", StringComparison.Ordinal).Replace(@"\Z", @"\z", StringComparison.Ordinal);
        try
        {
            return new Regex(NamedReference().Replace(text, @"\k<$1>"), options, Longest);
        }
        catch (ArgumentException failure)
        {
            throw new JinjaException("error", failure.Message);
        }
    }

    [GeneratedRegex(@"\(\?P=(\w+)\)")]
    private static partial Regex NamedReference();

    [GeneratedRegex(@"\\(?:(?<number>\d{1,2})|g<(?<number>\d{1,2})>|g<(?<name>\w+)>|.)", RegexOptions.Singleline)]
    private static partial Regex Reference();

    [GeneratedRegex(@"[^\w\s!""%',/:;<=>@`]|\s")]
    private static partial Regex Special();
}

/// <summary>A compiled regular expression.</summary>
internal sealed class PyPattern(string pattern, Regex regex) : IJinjaObject, IJinjaText
{
    public Regex Regex { get; } = regex;

    public string TypeName => "re.Pattern";

    public bool TryGet(string name, out object? value)
    {
        value = name switch
        {
            "pattern" => pattern,
            "match" => On(name, text => RegexModule.Match(Regex.Match(text), match => match.Index == 0)),
            "fullmatch" => On(name, text => RegexModule.Match(RegexModule.Anchored(Regex).Match(text), _ => true)),
            "search" => On(name, text => RegexModule.Match(Regex.Match(text), _ => true)),
            "findall" => On(name, text => RegexModule.FindAll(Regex, text)),
            "split" => On(name, text => RegexModule.Split(Regex, text, 0)),
            "sub" => new JinjaFunction(name, arguments => arguments.Bind(name, "repl", "string", "count?") is var bound
                ? RegexModule.Replaced(arguments.Run, Regex, bound[0], Texts.Str(bound[1]), ReferenceEquals(bound[2], JinjaArguments.Missing) ? 0 : Numbers.Index(bound[2])) : null),
            _ => this,
        };
        return !ReferenceEquals(value, this);
    }

    public string Text(bool isRepr) => $"re.compile({Texts.Repr(pattern)})";

    private static JinjaFunction On(string name, Func<string, object?> call) =>
        new(name, arguments => Texts.Str(arguments.Bind(name, "string")[0]) is var text ? RegexModule.Guarded(() => call(text)) : null);
}

/// <summary>What a regular expression found.</summary>
internal sealed class PyMatch(Match match) : IJinjaObject, IJinjaMapping, IJinjaText
{
    public string TypeName => "re.Match";

    public int Count => match.Groups.Count;

    public IEnumerable<object?> Keys => match.Groups.Keys;

    public bool TryGet(string name, out object? value)
    {
        value = name switch
        {
            "group" => new JinjaFunction(name, arguments => arguments.Values.Count switch
            {
                0 => match.Value,
                1 => Group(arguments.Values[0]),
                _ => new PyTuple([.. arguments.Values.Select(Group)]),
            }),
            "groups" => new JinjaFunction(name, arguments => new PyTuple([.. match.Groups.Cast<Group>().Skip(1).Select(group => group.Success ? (object?)group.Value : null)])),
            "groupdict" => new JinjaFunction(name, _ => new PyDict(match.Groups.Cast<Group>().Where(group => !char.IsAsciiDigit(group.Name[0]))
                .Select(group => KeyValuePair.Create((object?)group.Name, group.Success ? (object?)group.Value : null)))),
            "start" => new JinjaFunction(name, arguments => (long)Part(arguments).Index),
            "end" => new JinjaFunction(name, arguments => Part(arguments) is var part ? (long)part.Index + part.Length : null),
            "span" => new JinjaFunction(name, arguments => Part(arguments) is var part ? new PyTuple((long)part.Index, (long)part.Index + part.Length) : null),
            "expand" => new JinjaFunction(name, arguments => RegexModule.Expanded(Texts.Str(arguments.Bind(name, "template")[0]), match)),
            _ => this,
        };
        return !ReferenceEquals(value, this);
    }

    public bool TryGetItem(object? key, out object? value)
    {
        value = Group(key);
        return true;
    }

    public string Text(bool isRepr) => $"<re.Match object; span=({match.Index}, {match.Index + match.Length}), match={Texts.Repr(match.Value)}>";

    private Group Part(JinjaArguments arguments) => arguments.Values.Count == 0 ? match : Found(arguments.Values[0]);

    private object? Group(object? key) => Found(key) is { Success: true } group ? group.Value : null;

    private Group Found(object? key)
    {
        var group = key is string name ? match.Groups[name] : match.Groups[Numbers.Index(key)];
        return match.Groups.ContainsKey(group.Name) ? group : throw Faults.Index("no such group");
    }
}
