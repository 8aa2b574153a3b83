using System.Text.RegularExpressions;

namespace Talentys.Transformation.Builds;

/// <summary>Common table expressions in front of a statement, before those of its own.</summary>
internal static partial class CommonTables
{
    /// <summary>The statement with them, and how much farther back its text stands in it.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="tables">Each as <c>name as (...)</c>.</param>
    public static (string Text, int Offset) Before(string sql, IReadOnlyCollection<string> tables)
    {
        if (tables.Count == 0)
        {
            return (sql, 0);
        }

        var (list, from) = (string.Join(", ", tables), 0);
        var head = $"with {list} ";
        if (With().Match(sql) is { Success: true } with)
        {
            from = with.Index + with.Length;
            head = $"{sql[..with.Groups[1].Index]}with{with.Groups[2].Value} {list}, ";
        }

        return (head + sql[from..], head.Length - from);
    }

    [GeneratedRegex(@"^(?:\s|--[^\n]*\n|/\*.*?\*/)*(with\b)(\s+recursive\b)?", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex With();
}
