using Talentys.Contracts;

namespace Talentys.Ui.Features.Sql;

/// <summary>
/// Splits a text into its statements, by the server's own tokens, and finds the one under the cursor; what it does not
/// understand it leaves to the server.
/// </summary>
public static class SqlText
{
    /// <summary>The statements of a text, without the semicolons between them and without what is empty.</summary>
    public static List<SqlStatement> Statements(string sql)
    {
        var statements = new List<SqlStatement>();
        var (start, end) = (-1, 0);
        foreach (var word in SqlTokenizer.Tokens(sql))
        {
            if (word.Kind == SqlTokenKind.Symbol && sql[word.Start] == ';')
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

    /// <summary>A name of one or several parts as SQL writes it.</summary>
    public static string Quoted(string name) => string.Join('.', name.Split('.').Select(SqlIdentifiers.Quoted));

    /// <summary>Line and column of an index, both from 1.</summary>
    public static (int Line, int Column) PlaceOf(string sql, int at)
    {
        at = Math.Clamp(at, 0, sql.Length);
        var start = at == 0 ? 0 : sql.LastIndexOf('\n', at - 1) + 1;
        return (sql.AsSpan(0, at).Count('\n') + 1, at - start + 1);
    }
}

/// <summary>A statement of a text.</summary>
/// <param name="Start">Where it begins in the text.</param>
/// <param name="Sql">The statement.</param>
public sealed record SqlStatement(int Start, string Sql)
{
    /// <summary>What is put before it when it is sent, so that its plan comes; empty to run it.</summary>
    public string Explain { get; init; } = "";

    /// <summary>Where it ends.</summary>
    public int End => Start + Sql.Length;
}
