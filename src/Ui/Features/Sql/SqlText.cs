namespace Talentys.Ui.Features.Sql;

/// <summary>
/// Reads the words of SQL as the server does: quotes, dollar quotes, nested comments. It splits a text into its statements and
/// finds the one under the cursor; what it does not understand it leaves to the server.
/// </summary>
public static class SqlText
{
    /// <summary>Cuts a text into words, without blanks and comments. A quote that is not closed runs to the end.</summary>
    public static List<SqlWord> Words(string sql)
    {
        var words = new List<SqlWord>();
        var at = 0;
        while ((at = SkipBlanks(sql, at)) < sql.Length)
        {
            var (kind, end) = Next(sql, at);
            words.Add(new SqlWord(kind, at, end - at));
            at = end;
        }

        return words;
    }

    /// <summary>The statements of a text, without the semicolons between them and without what is empty.</summary>
    public static List<SqlStatement> Statements(string sql)
    {
        var statements = new List<SqlStatement>();
        var (start, end) = (-1, 0);
        foreach (var word in Words(sql))
        {
            if (word.Kind == SqlWordKind.Symbol && sql[word.Start] == ';')
            {
                Add();
                continue;
            }

            start = start < 0 ? word.Start : start;
            end = word.End;
        }

        Add();
        return statements;

        void Add()
        {
            if (start >= 0)
            {
                statements.Add(new SqlStatement(start, sql[start..end]));
            }

            start = -1;
        }
    }

    /// <summary>The statement under a cursor: the one around it, else the one before it, else the one after it.</summary>
    public static SqlStatement? At(string sql, int cursor)
    {
        SqlStatement? before = null;
        foreach (var statement in Statements(sql))
        {
            if (statement.Start <= cursor && cursor <= statement.End)
            {
                return statement;
            }

            if (statement.Start > cursor)
            {
                // between two: the one whose text is nearer in lines, as one reads
                return before is not null && !sql.AsSpan(before.End, cursor - before.End).Contains('\n') ? before : Nearer(sql, before, statement, cursor);
            }

            before = statement;
        }

        return before;
    }

    private static SqlStatement Nearer(string sql, SqlStatement? before, SqlStatement after, int cursor)
    {
        if (before is null)
        {
            return after;
        }

        // after a semicolon a comment or blank belongs to what follows; before one, to what came before
        return sql.AsSpan(before.End, cursor - before.End).Contains(';') ? after : before;
    }

    /// <summary>The index of a place that the server tells as <c>line 2, column 5</c>; null for another one.</summary>
    public static int? IndexOf(string sql, string? place)
    {
        if (place?.Split(',', 2) is not [var line, var column]
            || !line.StartsWith("line ", StringComparison.Ordinal) || !int.TryParse(line.AsSpan(5), out var row)
            || !column.TrimStart().StartsWith("column ", StringComparison.Ordinal) || !int.TryParse(column.TrimStart().AsSpan(7), out var offset))
        {
            return null;
        }

        var at = 0;
        for (var i = 1; i < row; i++)
        {
            var next = sql.IndexOf('\n', at);
            if (next < 0)
            {
                return null;
            }

            at = next + 1;
        }

        return Math.Clamp(at + offset - 1, 0, sql.Length);
    }

    /// <summary>Line and column of an index, both from 1.</summary>
    public static (int Line, int Column) PlaceOf(string sql, int at)
    {
        at = Math.Clamp(at, 0, sql.Length);
        var start = at == 0 ? 0 : sql.LastIndexOf('\n', at - 1) + 1;
        return (sql.AsSpan(0, at).Count('\n') + 1, at - start + 1);
    }

    /// <summary>A name as it was meant: without its quotes, or in small letters.</summary>
    public static string Name(string sql, SqlWord word)
    {
        var text = sql.AsSpan(word.Start, word.Length);
        if (word.Kind != SqlWordKind.QuotedName)
        {
            return text.ToString();
        }

        var closed = text.Length > 1 && text[^1] == '"';
        return text[1..(closed ? ^1 : ^0)].ToString().Replace("\"\"", "\"", StringComparison.Ordinal);
    }

    private static (SqlWordKind Kind, int End) Next(string sql, int at)
    {
        var c = sql[at];
        switch (c)
        {
            case '\'':
                return (SqlWordKind.Text, Quoted(sql, at + 1, '\'', escapes: false));
            case '"':
                return (SqlWordKind.QuotedName, Quoted(sql, at + 1, '"', escapes: false));
            case 'e' or 'E' when at + 1 < sql.Length && sql[at + 1] == '\'':
                return (SqlWordKind.Text, Quoted(sql, at + 2, '\'', escapes: true));
            case '$' when DollarTag(sql, at) is { } tag:
                var close = sql.IndexOf(tag, at + tag.Length, StringComparison.Ordinal);
                return (SqlWordKind.Text, close < 0 ? sql.Length : close + tag.Length);
        }

        if (IsWordStart(c))
        {
            return (SqlWordKind.Name, While(sql, at + 1, static x => IsWordStart(x) || char.IsAsciiDigit(x) || x == '$'));
        }

        return char.IsAsciiDigit(c)
            ? (SqlWordKind.Number, While(sql, at + 1, static x => char.IsAsciiLetterOrDigit(x) || x is '.' or '_'))
            : (SqlWordKind.Symbol, at + 1);
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
        var numbered = end > at + 1 && char.IsAsciiDigit(sql[at + 1]);
        return !numbered && end < sql.Length && sql[end] == '$' ? sql[at..(end + 1)] : null;
    }

    private static int While(string sql, int at, Func<char, bool> test)
    {
        while (at < sql.Length && test(sql[at]))
        {
            at++;
        }

        return at;
    }

    private static bool IsWordStart(char c) => char.IsLetter(c) || c == '_' || c > 127;
}

/// <summary>A word of SQL.</summary>
/// <param name="Kind">Its sort.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">Its characters.</param>
public readonly record struct SqlWord(SqlWordKind Kind, int Start, int Length)
{
    /// <summary>Where it ends.</summary>
    public int End => Start + Length;
}

/// <summary>Sorts of words.</summary>
public enum SqlWordKind
{
    /// <summary>A name or keyword.</summary>
    Name,

    /// <summary>A name in quotes.</summary>
    QuotedName,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>One other character.</summary>
    Symbol,
}

/// <summary>A statement of a text.</summary>
/// <param name="Start">Where it begins in the text.</param>
/// <param name="Sql">The statement.</param>
public sealed record SqlStatement(int Start, string Sql)
{
    /// <summary>Where it ends.</summary>
    public int End => Start + Sql.Length;
}
