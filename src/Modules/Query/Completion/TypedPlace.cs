using Talentys.Contracts;

namespace Talentys.Query.Completion;

/// <summary>A place of a text: the statement around it, the name that is typed there, and what is before that name.</summary>
/// <param name="Statement">Text of the statement.</param>
/// <param name="Offset">Where it begins in the whole text.</param>
/// <param name="Tokens">Its tokens without the name that is typed and the names before it.</param>
/// <param name="At">The place, in the statement, where that name begins.</param>
/// <param name="Prefix">The name so far.</param>
/// <param name="IsQuoted">Whether its quote is open.</param>
/// <param name="Path">The names before it with their dots.</param>
/// <param name="From">Where the name begins in the whole text.</param>
internal sealed record TypedPlace(
    string Statement, int Offset, IReadOnlyList<SqlToken> Tokens, int At, string Prefix, bool IsQuoted, IReadOnlyList<string> Path, int From)
{
    /// <summary>The place, null inside of a text, a number or a comment.</summary>
    public static TypedPlace? Of(string text, int position)
    {
        position = Math.Clamp(position, 0, text.Length);
        var (start, end) = StatementAt(text, position);
        var sql = text[start..end];
        var at = position - start;
        var tokens = TokensOf(sql, at);
        var typed = tokens.FindIndex(token => token.Start < at && token.End >= at);
        if (typed >= 0 && tokens[typed].Kind is SqlTokenKind.Text or SqlTokenKind.Number)
        {
            return tokens[typed].Kind == SqlTokenKind.Text && tokens[typed].End == at && sql[at - 1] == '\'' && tokens[typed].Length > 1 ? Plain() : null;
        }

        if (typed < 0 || tokens[typed].Kind == SqlTokenKind.Symbol)
        {
            var last = tokens.FindLastIndex(token => token.Start < at);
            return IsComment(sql, last < 0 ? 0 : tokens[last].End, at) ? null : Plain();
        }

        var name = tokens[typed];
        var prefix = SqlIdentifiers.Of(sql[..at], name with { Length = at - name.Start });
        tokens.RemoveAt(typed);
        var path = TakePath(sql, tokens, typed);
        return new TypedPlace(sql, start, tokens, name.Start, prefix, name.Kind == SqlTokenKind.QuotedName, path, start + name.Start);

        TypedPlace Plain()
        {
            var next = tokens.FindIndex(token => token.Start >= at);
            var before = TakePath(sql, tokens, next < 0 ? tokens.Count : next);
            return new TypedPlace(sql, start, tokens, at, "", false, before, position);
        }
    }

    /// <summary>Where the statement around a place begins and ends.</summary>
    public static (int Start, int End) StatementAt(string text, int position)
    {
        var (start, end) = (0, text.Length);
        foreach (var token in SqlTokenizer.Tokens(text))
        {
            if (token.Kind == SqlTokenKind.Symbol && text[token.Start] == ';')
            {
                if (token.Start >= position)
                {
                    end = token.Start;
                    break;
                }

                start = token.End;
            }
        }

        return (start, end);
    }

    // a quote that is opened here would take the rest of the statement with it
    private static List<SqlToken> TokensOf(string sql, int at)
    {
        var tokens = SqlTokenizer.Tokens(sql);
        var open = tokens.FindIndex(token => token.Kind == SqlTokenKind.QuotedName && token.Start < at && token.End > at && token.In(sql).Contains('\n'));
        open = open >= 0 ? open : tokens.FindIndex(token => token.Kind == SqlTokenKind.QuotedName && token.Start < at && token.End == sql.Length && (token.Length == 1 || sql[^1] != '"'));
        if (open < 0)
        {
            return tokens;
        }

        var name = tokens[open] with { Length = at - tokens[open].Start };
        return [.. tokens[..open], name, .. SqlTokenizer.Tokens(sql[at..]).Select(token => token with { Start = token.Start + at })];
    }

    private static List<string> TakePath(string sql, List<SqlToken> tokens, int end)
    {
        List<string> path = [];
        while (end >= 2 && tokens[end - 1].Kind == SqlTokenKind.Symbol && sql[tokens[end - 1].Start] == '.' && tokens[end - 2].Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName)
        {
            path.Insert(0, SqlIdentifiers.Of(sql, tokens[end - 2]));
            tokens.RemoveRange(end - 2, 2);
            end -= 2;
        }

        return path;
    }

    private static bool IsComment(string sql, int from, int to)
    {
        var gap = sql.AsSpan(from, to - from);
        var line = gap.LastIndexOf("--");
        return (line >= 0 && !gap[line..].Contains('\n')) || gap.LastIndexOf("/*") > gap.LastIndexOf("*/");
    }
}
