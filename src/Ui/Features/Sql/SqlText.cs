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

    /// <summary>
    /// What is run as one: a statement, or a transaction from its BEGIN to its end. Sent alone, the statements of a transaction would be
    /// for good at once, and its ROLLBACK would take nothing back.
    /// </summary>
    public static List<SqlStatement> Units(string sql)
    {
        var units = new List<SqlStatement>();
        SqlStatement? open = null;
        foreach (var statement in Statements(sql))
        {
            var word = FirstWord(statement.Sql);
            var whole = open is null ? statement : new SqlStatement(open.Start, sql[open.Start..statement.End]);
            var goesOn = open is not null ? word is not ("commit" or "rollback" or "end" or "abort") : word is "begin" or "start";
            open = goesOn ? whole : null;
            if (!goesOn)
            {
                units.Add(whole);
            }
        }

        return open is null ? units : [.. units, open];
    }

    /// <summary>What is run at a cursor: the one around it, else the one before it, else the one after it.</summary>
    public static SqlStatement? At(string sql, int cursor) => At(sql, Units(sql), cursor);

    /// <summary>The statement at a cursor, also one of a transaction.</summary>
    public static SqlStatement? StatementAt(string sql, int cursor) => At(sql, Statements(sql), cursor);

    private static SqlStatement? At(string sql, List<SqlStatement> statements, int cursor)
    {
        SqlStatement? before = null;
        foreach (var statement in statements)
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

    private static string FirstWord(string sql) => sql[..sql.TakeWhile(char.IsAsciiLetter).Count()].ToLowerInvariant();

    private static SqlStatement Nearer(string sql, SqlStatement? before, SqlStatement after, int cursor)
    {
        if (before is null)
        {
            return after;
        }

        // after a semicolon a comment or blank belongs to what follows; before one, to what came before
        return sql.AsSpan(before.End, cursor - before.End).Contains(';') ? after : before;
    }

    /// <summary>A name of one or several parts as SQL writes it.</summary>
    public static string Quoted(string name) => string.Join('.', name.Split('.').Select(SqlIdentifiers.Quoted));
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
