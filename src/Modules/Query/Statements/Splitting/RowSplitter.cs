using Talentys.Contracts;

namespace Talentys.Query.Statements;

/// <summary>Splits INSERT, UPDATE and DELETE, whose first word was taken.</summary>
internal static class RowSplitter
{
    /// <summary>INSERT.</summary>
    public static InsertStatement Insert(TokenCursor cursor)
    {
        SqlIdentifier? or = null;
        if (cursor.Take("OR"))
        {
            or = cursor.Is("REPLACE") || cursor.Is("IGNORE") ? cursor.Identifier("REPLACE or IGNORE") : throw cursor.Expected("REPLACE or IGNORE");
        }

        cursor.Expect("INTO");
        cursor.Mark(ClauseKind.Target);
        var target = cursor.Name("the name of a table");
        var alias = cursor.Take("AS") ? cursor.Identifier("another name of the table") : null;
        IReadOnlyList<SqlIdentifier>? columns = null;
        if (cursor.IsSymbol('(') && !IsQueryInBrackets(cursor))
        {
            cursor.Mark(ClauseKind.Columns);
            columns = cursor.Identifiers("the name of a column");
        }

        cursor.Mark(ClauseKind.Source);
        var byName = cursor.Take("BY", "NAME");
        if (!byName)
        {
            cursor.Take("BY", "POSITION");
        }

        var source = Source(cursor);
        SqlSpan? conflict = null;
        if (cursor.Is("ON", "CONFLICT"))
        {
            cursor.Mark(ClauseKind.Conflict);
            conflict = cursor.Until("what is done on a conflict", static here => here.Is("RETURNING"));
        }

        return new InsertStatement(target, source)
        {
            Alias = alias,
            Columns = columns,
            ByName = byName,
            Or = or,
            OnConflict = conflict,
            Returning = Returning(cursor),
        };
    }

    /// <summary>UPDATE.</summary>
    public static UpdateStatement Update(TokenCursor cursor)
    {
        cursor.Mark(ClauseKind.Target);
        var target = cursor.Name("the name of a table");
        var alias = Alias(cursor, "SET");
        cursor.Mark(ClauseKind.Set);
        cursor.Expect("SET");
        var assignments = Assignments(cursor, static here => IsClause(here, "FROM") || here.Is("WHERE") || here.Is("RETURNING"));
        SqlSpan? from = null;
        if (cursor.Is("FROM"))
        {
            cursor.Mark(ClauseKind.From);
            cursor.Expect("FROM");
            from = cursor.Until("a table", static here => here.Is("WHERE") || here.Is("RETURNING"));
        }

        return new UpdateStatement(target, assignments) { Alias = alias, From = from, Where = Where(cursor), Returning = Returning(cursor) };
    }

    /// <summary>DELETE.</summary>
    public static DeleteStatement Delete(TokenCursor cursor)
    {
        cursor.Expect("FROM");
        cursor.Mark(ClauseKind.Target);
        var target = cursor.Name("the name of a table");
        var alias = Alias(cursor, "USING", "WHERE", "RETURNING");
        SqlSpan? others = null;
        if (cursor.Is("USING"))
        {
            cursor.Mark(ClauseKind.From);
            cursor.Expect("USING");
            others = cursor.Until("a table", static here => here.Is("WHERE") || here.Is("RETURNING"));
        }

        return new DeleteStatement(target) { Alias = alias, Using = others, Where = Where(cursor), Returning = Returning(cursor) };
    }

    /// <summary>Assignments up to where a test is true.</summary>
    public static IReadOnlyList<Assignment> Assignments(TokenCursor cursor, Func<TokenCursor, bool> stop)
    {
        var found = new List<Assignment>();
        do
        {
            if (cursor.IsSymbol('('))
            {
                found.AddRange(Several(cursor, stop));
                continue;
            }

            var column = cursor.Name("the name of a column", 32);
            cursor.ExpectSymbol('=');
            found.Add(new Assignment(column, cursor.Until("an expression", here => here.IsSymbol(',') || stop(here))));
        }
        while (cursor.TakeSymbol(','));
        return found;
    }

    /// <summary>Another name of a table: after AS, or a word that is none of those that may follow.</summary>
    public static SqlIdentifier? Alias(TokenCursor cursor, params ReadOnlySpan<string> follow)
    {
        if (cursor.Take("AS"))
        {
            return cursor.Identifier("another name of the table");
        }

        foreach (var word in follow)
        {
            if (cursor.Is(word))
            {
                return null;
            }
        }

        return cursor.IsKind(SqlTokenKind.Word) || cursor.IsKind(SqlTokenKind.QuotedName) ? cursor.Identifier(follow[0]) : null;
    }

    /// <summary>What follows RETURNING.</summary>
    public static SqlSpan? Returning(TokenCursor cursor)
    {
        if (!cursor.Is("RETURNING"))
        {
            return null;
        }

        cursor.Mark(ClauseKind.Returning);
        cursor.Expect("RETURNING");
        return cursor.Until("an expression", static _ => false);
    }

    private static InsertSource Source(TokenCursor cursor)
    {
        var start = cursor.Position;
        if (cursor.Take("DEFAULT", "VALUES"))
        {
            return new InsertSource.Defaults(new SqlSpan(start, start + "DEFAULT VALUES".Length));
        }

        if (!cursor.Is("VALUES") && !cursor.Is("SELECT") && !cursor.Is("FROM") && !cursor.Is("WITH") && !cursor.Is("TABLE") && !cursor.Is("PIVOT")
            && !cursor.Is("UNPIVOT") && !cursor.Is("SUMMARIZE") && !cursor.Is("DESCRIBE") && !cursor.IsSymbol('('))
        {
            throw cursor.Expected("SELECT or VALUES");
        }

        var span = cursor.Until("SELECT or VALUES", static here => (here.Is("ON", "CONFLICT") && IsConflict(here)) || here.Is("RETURNING"));
        return Values(cursor.Within(span)) is { } rows ? new InsertSource.Values(span, rows) : new InsertSource.Query(span);
    }

    /// <summary>The expressions of VALUES; null when it is something more than that, or something else.</summary>
    private static List<IReadOnlyList<SqlSpan>>? Values(TokenCursor cursor)
    {
        if (!cursor.Take("VALUES"))
        {
            return null;
        }

        var rows = new List<IReadOnlyList<SqlSpan>>();
        do
        {
            rows.Add(cursor.Group("a value"));
        }
        while (cursor.TakeSymbol(',') && !cursor.AtEnd);
        return cursor.AtEnd ? rows : null;
    }

    /// <summary><c>(a, b) = (1, 2)</c>, also with ROW before the values.</summary>
    private static IEnumerable<Assignment> Several(TokenCursor cursor, Func<TokenCursor, bool> stop)
    {
        var start = cursor.Position;
        var columns = cursor.Identifiers("the name of a column");
        cursor.ExpectSymbol('=');
        cursor.Take("ROW");
        if (!cursor.IsSymbol('('))
        {
            throw cursor.Expected("'('");
        }

        if (IsQueryInBrackets(cursor))
        {
            throw cursor.Refuse("Several columns cannot be set by one query here.", cursor.Position, "Write one assignment for each column, or join the query in FROM.");
        }

        var values = cursor.Group("a value");
        if (values.Count != columns.Count)
        {
            throw cursor.Fail($"{columns.Count} columns are set to {values.Count} values.", start);
        }

        return cursor.AtEnd || cursor.IsSymbol(',') || stop(cursor)
            ? columns.Zip(values, (column, value) => new Assignment(new SqlName([column], column.Span), value))
            : throw cursor.Expected("',' or the end");
    }

    private static SqlSpan? Where(TokenCursor cursor)
    {
        if (!cursor.Is("WHERE"))
        {
            return null;
        }

        cursor.Mark(ClauseKind.Where);
        cursor.Expect("WHERE");
        return cursor.Until("a condition", static here => here.Is("RETURNING"));
    }

    // a column of a join may be called conflict
    private static bool IsConflict(TokenCursor cursor) => !cursor.IsSymbol('=', 2) && !cursor.IsSymbol('.', 2);

    private static bool IsClause(TokenCursor cursor, string word) => cursor.Is(word) && !cursor.Before("DISTINCT");

    private static bool IsQueryInBrackets(TokenCursor cursor) => cursor.IsBracketed("SELECT", "WITH", "FROM", "VALUES", "TABLE") || cursor.IsSymbol('(', 1);
}
