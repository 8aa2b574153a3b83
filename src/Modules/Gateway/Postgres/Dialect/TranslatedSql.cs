using System.Text;
using System.Text.RegularExpressions;

namespace Talentys.Gateway.Postgres.Dialect;

/// <summary>A statement in the words of the engine, and the way back from places in it to the client's text.</summary>
internal sealed partial class TranslatedSql
{
    private readonly string original;
    private readonly IReadOnlyList<SqlEdit> edits;

    /// <summary>Replaces parts that do not overlap.</summary>
    public TranslatedSql(string sql, IEnumerable<SqlEdit> changes)
    {
        original = sql;
        edits = [.. changes.OrderBy(edit => edit.Start).ThenBy(edit => edit.Length)]; // what is put before a part goes first
        var text = new StringBuilder();
        var at = 0;
        foreach (var edit in edits)
        {
            text.Append(sql, at, edit.Start - at).Append(edit.Text);
            at = edit.Start + edit.Length;
        }

        Sql = text.Append(sql, at, sql.Length - at).ToString();
    }

    /// <summary>What runs.</summary>
    public string Sql { get; }

    /// <summary>The index in the client's statement of a place, <c>line 2, column 5</c>; null when the place is none.</summary>
    public int? IndexOf(string? place)
    {
        if (place is null || Place().Match(place) is not { Success: true } match
            || !int.TryParse(match.Groups[1].ValueSpan, out var line) || !int.TryParse(match.Groups[2].ValueSpan, out var column))
        {
            return null;
        }

        var start = 0;
        for (; line > 1; line--)
        {
            var end = Sql.IndexOf('\n', start);
            if (end < 0)
            {
                return null;
            }

            start = end + 1;
        }

        return Math.Clamp(Back(start + column - 1), 0, original.Length);
    }

    private int Back(int at)
    {
        var shift = 0;
        foreach (var edit in edits)
        {
            var start = edit.Start + shift;
            if (at < start)
            {
                break;
            }

            if (at < start + edit.Text.Length)
            {
                return edit.Start;
            }

            shift += edit.Text.Length - edit.Length;
        }

        return at - shift;
    }

    [GeneratedRegex(@"^line (\d{1,7}), column (\d{1,7})", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}

/// <summary>A part that is replaced.</summary>
internal sealed record SqlEdit(int Start, int Length, string Text);
