using System.Text.RegularExpressions;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Transformation.Public;

namespace Talentys.Transformation.Analysis;

/// <summary>Finds in a node's file what a fault of its SQL is about.</summary>
internal static partial class SourcePlace
{
    /// <summary>The fault at the line of the file; at the file alone where a macro made that line.</summary>
    /// <param name="fault">What was said of the statement.</param>
    /// <param name="node">The node.</param>
    /// <param name="sql">Its SQL.</param>
    /// <param name="text">The statement that was bound.</param>
    /// <param name="offset">How much farther back things are in the statement than in the SQL.</param>
    public static Fault Of(Fault fault, DbtNode node, string sql, string text, int offset)
    {
        return Fault.Invalid(
            fault.Code == "query.column_not_found" || fault.Message.Contains("olumn", StringComparison.Ordinal) ? "dbt.column_unknown" : "dbt.sql_invalid",
            $"{node.UniqueId} would fail: {fault.Message.TrimEnd('.')}.", Of(fault.Place, node, sql, text, offset), fault.Mend ?? "Mend it, then: talentys dbt retry");
    }

    /// <summary>The same of a place alone.</summary>
    public static string Of(string? place, DbtNode node, string sql, string text, int offset)
    {
        var line = node.TestName is null && TextPlace.TryRead(place, out var row, out var column) ? InFile(node.RawCode, sql, InSql(sql, text, row, column, offset)) : null;
        return node.TestName is not null ? $"{node.File}: {node.Draft.AttachedTo?.Name}" : line is null ? node.File : $"{node.File}:{line}";
    }

    private static int InSql(string sql, string text, int line, int column, int offset)
    {
        var start = 0;
        for (var i = 1; i < line; i++)
        {
            start = text.IndexOf('\n', start) + 1;
        }

        return sql.AsSpan(0, Math.Clamp(start + column - 1 - offset, 0, sql.Length)).Count('\n') + 1;
    }

    /// <summary>The line of the file with the same text as a line of the SQL, or with expressions in its place; the nearest of several.</summary>
    private static int? InFile(string? raw, string sql, int sqlLine)
    {
        if (raw is null || sql.Split('\n').ElementAtOrDefault(sqlLine - 1)?.Trim() is not { Length: > 0 } wanted)
        {
            return null;
        }

        var lines = raw.Split('\n');
        var same = Enumerable.Range(0, lines.Length).Where(i => lines[i].Trim() == wanted).ToList();
        if (same.Count == 0)
        {
            same = [.. Enumerable.Range(0, lines.Length).Where(i => Tag().Split(lines[i].Trim()) is { Length: > 1 } parts
                && Regex.IsMatch(wanted, "^" + string.Join(".*", parts.Select(Regex.Escape)) + "$", RegexOptions.NonBacktracking | RegexOptions.Singleline))];
        }

        return same.Count == 0 ? null : same.MinBy(i => Math.Abs(i + 1 - sqlLine)) + 1;
    }

    [GeneratedRegex(@"\{\{.*?\}\}|\{%.*?%\}")]
    private static partial Regex Tag();
}
