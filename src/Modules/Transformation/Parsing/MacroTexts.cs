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

            var prefix = kind switch { "test" or "data_test" => "test_", "materialization" => "materialization_", "snapshot" => "snapshot_", _ => "" };
            found.TryAdd(prefix + begin.Groups[2].Value, source[begin.Index..(end.Success ? end.Index + end.Length : source.Length)]);
        }

        return found;
    }

    [GeneratedRegex(@"\{%[-+]?\s*(macro|data_test|test|materialization|snapshot)\s+(\w+)")]
    private static partial Regex Begin();

    [GeneratedRegex(@"\{%[-+]?\s*end(macro|data_test|test|materialization|snapshot)\s*[-+]?%\}")]
    private static partial Regex End();
}
