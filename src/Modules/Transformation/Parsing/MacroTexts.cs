using System.Text.RegularExpressions;

namespace Talentys.Transformation.Parsing;

/// <summary>The texts of the macros of a file: <c>manifest.json</c> tells them, and states are compared by them.</summary>
internal static partial class MacroTexts
{
    /// <summary>Each macro's text from its first tag to its last, by the name that it has in the table of macros.</summary>
    public static Dictionary<string, string> Of(string source)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var begin = Begin().Match(source); begin.Success; begin = Begin().Match(source, begin.Index + begin.Length))
        {
            var kind = begin.Groups[1].Value;
            var end = End().Match(source, begin.Index);
            while (end.Success && end.Groups[1].Value != kind)
            {
                end = end.NextMatch();
            }

            var name = begin.Groups[2].Value;
            var known = kind switch { "test" or "data_test" => "test_" + name, "materialization" => Materialization(name, begin.Groups[3].Value), "snapshot" => "snapshot_" + name, _ => name };
            found.TryAdd(known, source[begin.Index..(end.Success ? end.Index + end.Length : source.Length)]);
        }

        return found;
    }

    /// <summary>The macro of a materialization: one for an adapter has its name behind it.</summary>
    public static string Materialization(string name, string? adapter) => $"materialization_{name}{(string.IsNullOrEmpty(adapter) ? "" : "_" + adapter)}";

    /// <summary>The same file with blanks for all that stands between its macros, which dbt passes over.</summary>
    public static string Alone(string source)
    {
        var kept = source.ToCharArray();
        var at = 0;
        for (var begin = Begin().Match(source); begin.Success; begin = Begin().Match(source, at))
        {
            var end = End().Match(source, begin.Index);
            while (end.Success && end.Groups[1].Value != begin.Groups[1].Value)
            {
                end = end.NextMatch();
            }

            Blank(at, begin.Index);
            at = end.Success ? end.Index + end.Length : source.Length;
        }

        Blank(at, source.Length);
        return new string(kept);

        // an end that has no beginning shows that a beginning is misspelt: that stays, and is told
        void Blank(int from, int to)
        {
            if (!End().IsMatch(source[from..to]))
            {
                Array.ForEach([.. Enumerable.Range(from, to - from).Where(i => kept[i] != '\n')], i => kept[i] = ' ');
            }
        }
    }

    [GeneratedRegex(@"\{%[-+]?\s*(macro|data_test|test|materialization|snapshot)\s+(\w+)(?:\s*,\s*adapter\s*=\s*['""](\w+)['""])?")]
    private static partial Regex Begin();

    [GeneratedRegex(@"\{%[-+]?\s*end(macro|data_test|test|materialization|snapshot)\s*[-+]?%\}")]
    private static partial Regex End();
}
