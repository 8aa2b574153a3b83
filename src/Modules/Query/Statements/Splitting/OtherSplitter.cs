namespace Talentys.Query.Statements;

/// <summary>Splits DROP, TRUNCATE, COMMENT ON and the statements of transactions, whose first word was taken.</summary>
internal static class OtherSplitter
{
    /// <summary>DROP TABLE, VIEW or SCHEMA.</summary>
    public static Drop Drop(TokenCursor cursor)
    {
        var kind = cursor.Take("TABLE") ? ObjectKind.Table
            : cursor.Take("VIEW") ? ObjectKind.View
            : cursor.Take("SCHEMA") ? ObjectKind.Schema
            : throw cursor.Expected("TABLE, VIEW or SCHEMA");
        var ifExists = cursor.Take("IF", "EXISTS");
        cursor.Mark(ClauseKind.Target);
        var names = new List<SqlName>();
        do
        {
            names.Add(cursor.Name($"the name of a {kind.ToString().ToLowerInvariant()}", kind == ObjectKind.Schema ? 2 : 3));
        }
        while (cursor.TakeSymbol(','));
        var cascade = cursor.Take("CASCADE");
        if (!cascade && !cursor.Take("RESTRICT"))
        {
            cursor.Take("PURGE");
        }

        return new Drop(kind, names) { IfExists = ifExists, Cascade = cascade };
    }

    /// <summary>TRUNCATE [TABLE] name.</summary>
    public static Truncate Truncate(TokenCursor cursor)
    {
        cursor.Take("TABLE");
        cursor.Mark(ClauseKind.Target);
        return new Truncate(cursor.Name("the name of a table"));
    }

    /// <summary>COMMENT ON TABLE, VIEW, COLUMN or SCHEMA name IS text or NULL.</summary>
    public static CommentOn Comment(TokenCursor cursor)
    {
        cursor.Expect("ON");
        var kind = cursor.Take("TABLE") ? ObjectKind.Table
            : cursor.Take("VIEW") ? ObjectKind.View
            : cursor.Take("COLUMN") ? ObjectKind.Column
            : cursor.Take("SCHEMA") ? ObjectKind.Schema
            : throw cursor.Expected("TABLE, VIEW, COLUMN or SCHEMA");
        cursor.Mark(ClauseKind.Target);
        var start = cursor.Position;
        var name = cursor.Name(kind == ObjectKind.Column ? "the name of a table and its column" : "a name", kind == ObjectKind.Column ? 32 : 3);
        if (kind == ObjectKind.Column && name.Parts.Count < 2)
        {
            throw cursor.Fail("The column has no table before it.", start, "Write table.column.");
        }

        cursor.Mark(ClauseKind.Options);
        cursor.Expect("IS");
        return new CommentOn(kind, name, cursor.Take("NULL") ? null : cursor.TextValue("a comment in quotes, or NULL"));
    }

    /// <summary>BEGIN, START TRANSACTION, COMMIT, END, ROLLBACK, ABORT.</summary>
    public static TransactionStatement Transaction(TokenCursor cursor, string word)
    {
        if (word == "START")
        {
            cursor.Expect("TRANSACTION");
        }
        else if (!cursor.Take("TRANSACTION"))
        {
            cursor.Take("WORK");
        }

        var readOnly = false;
        if (word is "BEGIN" or "START")
        {
            // one set of versions and one commit: there is no weaker or stronger level to choose from
            while (!cursor.AtEnd)
            {
                if (cursor.Take("READ", "ONLY"))
                {
                    readOnly = true;
                    continue;
                }

                if (!cursor.Take("READ", "WRITE") && !cursor.Take("ISOLATION", "LEVEL", "SERIALIZABLE")
                    && !cursor.Take("ISOLATION", "LEVEL", "REPEATABLE", "READ") && !cursor.Take("ISOLATION", "LEVEL", "READ", "COMMITTED")
                    && !cursor.Take("ISOLATION", "LEVEL", "READ", "UNCOMMITTED") && !cursor.Take("NOT", "DEFERRABLE") && !cursor.Take("DEFERRABLE") && !cursor.TakeSymbol(','))
                {
                    throw cursor.Expected("the end of the statement");
                }
            }
        }
        else if (cursor.Take("AND", "CHAIN"))
        {
            throw cursor.Refuse("A transaction does not begin by itself.", cursor.Position, "Write BEGIN after it.");
        }
        else
        {
            cursor.Take("AND", "NO", "CHAIN");
        }

        return new TransactionStatement(word is "BEGIN" or "START" ? TransactionStep.Begin : word is "COMMIT" or "END" ? TransactionStep.Commit : TransactionStep.Rollback) { ReadOnly = readOnly };
    }
}
