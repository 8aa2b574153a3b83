using System.Text.RegularExpressions;
using Talentys.Transformation.Public;

namespace Talentys.Transformation.Analysis;

/// <summary>A statement with empty tables of the columns that those above will have.</summary>
internal static partial class StubbedSql
{
    /// <summary>The statement, and where its own text begins in it; a WITH of its own is joined.</summary>
    public static (string Text, int Offset) Of(string sql, IReadOnlyCollection<string> stubs)
    {
        if (stubs.Count == 0)
        {
            return (sql, 0);
        }

        var list = string.Join(", ", stubs);
        if (With().Match(sql) is { Success: true } with)
        {
            var head = $"with{with.Groups[2].Value} {list}, ";
            return (head + sql[(with.Index + with.Length)..], head.Length - (with.Index + with.Length));
        }

        return ($"with {list} {sql}", $"with {list} ".Length);
    }

    public static string NameOf(DbtNode node) => $"{node.Schema}.{node.Alias}";

    [GeneratedRegex(@"^(?:\s|--[^\n]*\n|/\*.*?\*/)*(with\b)(\s+recursive\b)?", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex With();
}
