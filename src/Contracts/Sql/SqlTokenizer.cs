namespace Talentys.Contracts;

/// <summary>
/// Cuts SQL into tokens without comments and blanks, as DuckDB's lexer does: nested block comments, doubled quotes,
/// <c>E''</c> escapes, dollar quoting. An unclosed quote runs to the end: the engine's parser tells the error. Here because server and page must cut alike.
/// </summary>
public static class SqlTokenizer
{
    /// <summary>The tokens of a text, in order.</summary>
    public static List<SqlToken> Tokens(string sql)
    {
        var tokens = new List<SqlToken>();
        var at = 0;
        while ((at = SkipBlanks(sql, at)) < sql.Length)
        {
            var start = at;
            var (kind, end) = Next(sql, at);
            tokens.Add(new SqlToken(kind, start, end - start));
            at = end;
        }

        return tokens;
    }

    /// <summary>The statements of a text that is cut already: for each the number of its first token and of the first one behind it. Empty ones are left out.</summary>
    public static IEnumerable<(int First, int End)> Statements(string sql, List<SqlToken> tokens)
    {
        for (var first = 0; first < tokens.Count;)
        {
            var end = first;
            while (end < tokens.Count && !(tokens[end].Kind == SqlTokenKind.Symbol && sql[tokens[end].Start] == ';'))
            {
                end++;
            }

            if (end > first)
            {
                yield return (first, end);
            }

            first = end + 1;
        }
    }

    private static (SqlTokenKind Kind, int End) Next(string sql, int at)
    {
        var c = sql[at];
        switch (c)
        {
            case '\'':
                return (SqlTokenKind.Text, Quoted(sql, at + 1, '\'', escapes: false));
            case '"':
                return (SqlTokenKind.QuotedName, Quoted(sql, at + 1, '"', escapes: false));
            case 'e' or 'E' when at + 1 < sql.Length && sql[at + 1] == '\'':
                return (SqlTokenKind.Text, Quoted(sql, at + 2, '\'', escapes: true));
            case '$' when DollarTag(sql, at) is { } tag:
                var close = sql.IndexOf(tag, at + tag.Length, StringComparison.Ordinal);
                return (SqlTokenKind.Text, close < 0 ? sql.Length : close + tag.Length);
        }

        if (IsWordStart(c))
        {
            return (SqlTokenKind.Word, While(sql, at + 1, static x => IsWordStart(x) || char.IsAsciiDigit(x) || x == '$'));
        }

        return char.IsAsciiDigit(c)
            ? (SqlTokenKind.Number, While(sql, at + 1, static x => char.IsAsciiLetterOrDigit(x) || x is '.' or '_'))
            : (SqlTokenKind.Symbol, at + 1);
    }

    private static int SkipBlanks(string sql, int at)
    {
        while (at < sql.Length)
        {
            if (char.IsWhiteSpace(sql[at]))
            {
                at++;
            }
            else if (string.CompareOrdinal(sql, at, "--", 0, 2) == 0)
            {
                var line = sql.IndexOfAny(['\n', '\r'], at);
                at = line < 0 ? sql.Length : line + 1;
            }
            else if (string.CompareOrdinal(sql, at, "/*", 0, 2) == 0)
            {
                at = BlockComment(sql, at + 2);
            }
            else
            {
                return at;
            }
        }

        return at;
    }

    private static int BlockComment(string sql, int at)
    {
        for (var depth = 1; at < sql.Length; at++)
        {
            if (string.CompareOrdinal(sql, at, "/*", 0, 2) == 0)
            {
                depth++;
                at++;
            }
            else if (string.CompareOrdinal(sql, at, "*/", 0, 2) == 0)
            {
                at++;
                if (--depth == 0)
                {
                    return at + 1;
                }
            }
        }

        return sql.Length;
    }

    private static int Quoted(string sql, int at, char quote, bool escapes)
    {
        for (; at < sql.Length; at++)
        {
            if (escapes && sql[at] == '\\')
            {
                at++;
            }
            else if (sql[at] == quote)
            {
                if (at + 1 < sql.Length && sql[at + 1] == quote)
                {
                    at++;
                }
                else
                {
                    return at + 1;
                }
            }
        }

        return sql.Length;
    }

    private static string? DollarTag(string sql, int at)
    {
        var end = While(sql, at + 1, static x => IsWordStart(x) || char.IsAsciiDigit(x));
        var named = end > at + 1 && char.IsAsciiDigit(sql[at + 1]);
        return !named && end < sql.Length && sql[end] == '$' ? sql[at..(end + 1)] : null;
    }

    private static bool IsWordStart(char c) => char.IsLetter(c) || c == '_' || c > '\u007f';

    private static int While(string sql, int at, Func<char, bool> belongs)
    {
        while (at < sql.Length && belongs(sql[at]))
        {
            at++;
        }

        return at;
    }
}
