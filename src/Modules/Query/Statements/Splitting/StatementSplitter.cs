using Talentys.Contracts;

namespace Talentys.Query.Statements;

/// <summary>Tells a statement apart into its clauses by its tokens alone.</summary>
internal static class StatementSplitter
{
    /// <summary>Splits the tokens of one statement, of which there is one at least.</summary>
    /// <exception cref="Kernel.FaultException">It is not a statement of its sort: <c>query.syntax</c>, <c>query.statement_denied</c>.</exception>
    public static SplitStatement Split(string sql, IReadOnlyList<SqlToken> tokens, int first, int last)
    {
        var whole = new SqlSpan(tokens[first].Start, tokens[last - 1].End);
        if (tokens[first].Is(sql, "EXPLAIN"))
        {
            return Explain(sql, tokens, first, last) with { Sql = sql, Span = whole };
        }

        var cursor = new TokenCursor(sql, tokens, first, last);
        var with = cursor.Is("WITH") ? WithBefore(sql, tokens, first, last) : null;
        if (with is { } before)
        {
            cursor.Mark(ClauseKind.With);
            while (cursor.Position < before.End)
            {
                cursor.Next();
            }
        }

        cursor.Mark(ClauseKind.Head);
        var statement = One(cursor);
        if (statement is not ReadStatement)
        {
            cursor.ExpectEnd();
        }

        return statement with { Sql = sql, Span = whole, With = with, Clauses = cursor.Clauses(whole) };
    }

    /// <summary>EXPLAIN, and the statement that it is about when that writes.</summary>
    private static SplitStatement Explain(string sql, IReadOnlyList<SqlToken> tokens, int first, int last)
    {
        var own = tokens.Skip(first).Take(last - first).ToList();
        var body = StatementForms.Explained(sql, own);
        var read = new ReadStatement("EXPLAIN") { Clauses = [new SqlClause(ClauseKind.Head, new SqlSpan(own[0].Start, own[^1].End))] };
        if (own[body].Is(sql, "EXPLAIN") || Split(sql, tokens, first + body, last) is not (not ReadStatement and var statement))
        {
            return read;
        }

        var words = new SqlSpan(own[0].Start, own[body].Start);
        var analyze = own.FindIndex(0, body, token => token.Is(sql, "ANALYZE"));
        return new ExplainStatement(statement, words, analyze < 0 ? null : new SqlSpan(own[analyze].Start, own[analyze].End))
        {
            Clauses = [new SqlClause(ClauseKind.Head, words), .. statement.Clauses],
        };
    }

    private static SplitStatement One(TokenCursor cursor)
    {
        if (!cursor.IsKind(SqlTokenKind.Word))
        {
            return new ReadStatement("SELECT"); // a bracket, or nothing that there is
        }

        var start = cursor.Position;
        var word = cursor.Next().In(cursor.Sql).ToString().ToUpperInvariant();
        switch (word)
        {
            case "INSERT":
                return RowSplitter.Insert(cursor);
            case "UPDATE":
                return RowSplitter.Update(cursor);
            case "DELETE":
                return RowSplitter.Delete(cursor);
            case "MERGE":
                return MergeSplitter.Merge(cursor);
            case "CREATE":
                return CreateSplitter.Create(cursor, start);
            case "ALTER":
                return AlterSplitter.Alter(cursor, start);
            case "DROP":
                return OtherSplitter.Drop(cursor);
            case "TRUNCATE":
                return OtherSplitter.Truncate(cursor);
            case "COMMENT":
                return OtherSplitter.Comment(cursor);
            case "BEGIN" or "START" or "COMMIT" or "END" or "ROLLBACK" or "ABORT":
                return OtherSplitter.Transaction(cursor, word);
            default:
                return new ReadStatement(word is "FROM" or "WITH" or "VALUES" or "TABLE" ? "SELECT" : word);
        }
    }

    /// <summary>
    /// The common table expressions before INSERT, UPDATE, DELETE or MERGE: up to the first of these words that follows a closing
    /// bracket. Null when the statement is a query.
    /// </summary>
    private static SqlSpan? WithBefore(string sql, IReadOnlyList<SqlToken> tokens, int first, int last)
    {
        var depth = 0;
        for (var i = first; i < last; i++)
        {
            if (tokens[i].Kind == SqlTokenKind.Symbol)
            {
                depth += sql[tokens[i].Start] switch { '(' or '[' or '{' => 1, ')' or ']' or '}' => -1, _ => 0 };
            }
            else if (depth == 0 && i > first && tokens[i - 1].Kind == SqlTokenKind.Symbol && sql[tokens[i - 1].Start] == ')' && !tokens[i].Is(sql, "AS") && !tokens[i].Is(sql, "USING"))
            {
                return tokens[i].Is(sql, "INSERT") || tokens[i].Is(sql, "UPDATE") || tokens[i].Is(sql, "DELETE") || tokens[i].Is(sql, "MERGE")
                    ? new SqlSpan(tokens[first].Start, tokens[i - 1].End)
                    : null;
            }
        }

        return null;
    }
}
