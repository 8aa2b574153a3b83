using System.Globalization;
using System.Text;
using Talentys.Jinja.Public;

namespace Talentys.Jinja.Modules;

/// <summary>Writes a pattern of Python as one of .NET: groups are numbered in their order, also those with names.</summary>
internal sealed class PatternReader(string pattern)
{
    private readonly StringBuilder text = new();
    private int groups;

    /// <summary>The names of groups with their numbers.</summary>
    public Dictionary<string, int> Names { get; } = new(StringComparer.Ordinal);

    public string Read()
    {
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\' when i + 1 < pattern.Length:
                    i++;
                    text.Append(pattern[i] == 'Z' ? @"\z" : pattern.Substring(i - 1, 2));
                    break;
                case '[':
                    i = Class(i);
                    break;
                case '(':
                    i = Group(i);
                    break;
                case '{' when i + 2 < pattern.Length && pattern[i + 1] == ',' && char.IsAsciiDigit(pattern[i + 2]):
                    text.Append("{0");
                    break;
                default:
                    text.Append(pattern[i]);
                    break;
            }
        }

        return text.ToString();
    }

    /// <summary>A set of characters; a bracket in it is one of them, while .NET might take it for a subtraction.</summary>
    private int Class(int start)
    {
        var i = start + 1;
        i += i < pattern.Length && pattern[i] == '^' ? 1 : 0;
        i += i < pattern.Length && pattern[i] == ']' ? 1 : 0;
        text.Append(pattern, start, Math.Min(i, pattern.Length) - start);
        for (; i < pattern.Length && pattern[i] != ']'; i++)
        {
            text.Append(pattern[i] == '[' ? @"\[" : pattern[i].ToString());
            if (pattern[i] == '\\' && i + 1 < pattern.Length)
            {
                text.Append(pattern[++i]);
            }
        }

        if (i >= pattern.Length)
        {
            throw new JinjaException("error", $"unterminated character set at position {start}");
        }

        text.Append(']');
        return i;
    }

    private int Group(int start)
    {
        var rest = pattern.AsSpan(start + 1);
        if (rest.StartsWith("?P<"))
        {
            var end = pattern.IndexOf('>', start);
            Names[Name(start + 4, end)] = ++groups;
            text.Append(CultureInfo.InvariantCulture, $"(?<{groups}>");
            return end;
        }

        if (rest.StartsWith("?P="))
        {
            var end = pattern.IndexOf(')', start);
            text.Append(CultureInfo.InvariantCulture, $@"(?:\{Number(Name(start + 4, end))})");
            return end;
        }

        if (rest.StartsWith("?("))
        {
            var end = pattern.IndexOf(')', start);
            var name = Name(start + 3, end);
            text.Append(CultureInfo.InvariantCulture, $"(?({(char.IsAsciiDigit(name[0]) ? name : Number(name).ToString(CultureInfo.InvariantCulture))})");
            return end;
        }

        if (rest.StartsWith("?#"))
        {
            return pattern.IndexOf(')', start) is var end && end >= 0 ? end : throw Unended(start);
        }

        if (rest.StartsWith("?"))
        {
            text.Append('(');
            return start;
        }

        text.Append(CultureInfo.InvariantCulture, $"(?<{++groups}>");
        return start;
    }

    private string Name(int from, int to) => to > from ? pattern[from..to] : throw Unended(from);

    private int Number(string name) => Names.TryGetValue(name, out var number) ? number : throw new JinjaException("error", $"unknown group name '{name}'");

    private static JinjaException Unended(int at) => new("error", $"missing ), unterminated subpattern at position {at}");
}
