using Talentys.Contracts;

namespace Talentys.Query.Statements;

/// <summary>Splits ALTER, whose word was taken.</summary>
internal static class AlterSplitter
{
    /// <summary>ALTER TABLE or VIEW.</summary>
    /// <param name="cursor">After the word.</param>
    /// <param name="start">Where the statement begins.</param>
    public static SplitStatement Alter(TokenCursor cursor, int start)
    {
        if (cursor.Take("TABLE"))
        {
            var ifExists = cursor.Take("IF", "EXISTS");
            cursor.Mark(ClauseKind.Target);
            var name = cursor.Name("the name of a table");
            var actions = new List<AlterAction>();
            do
            {
                cursor.Mark(ClauseKind.Action);
                var from = cursor.Position;
                var action = Action(cursor);
                actions.Add(action with { Span = new SqlSpan(from, cursor.PreviousEnd) });
            }
            while (cursor.TakeSymbol(','));
            return new AlterTable(name, actions) { IfExists = ifExists };
        }

        if (cursor.Take("VIEW"))
        {
            var ifExists = cursor.Take("IF", "EXISTS");
            cursor.Mark(ClauseKind.Target);
            var name = cursor.Name("the name of a view");
            cursor.Mark(ClauseKind.Action);
            var from = cursor.Position;
            var action = ViewAction(cursor);
            return new AlterView(name, action with { Span = new SqlSpan(from, cursor.PreviousEnd) }) { IfExists = ifExists };
        }

        return cursor.Is("SCHEMA") || cursor.Is("DATABASE") || cursor.Is("SEQUENCE")
            ? throw cursor.Refuse("Only tables and views can be altered.", start)
            : throw cursor.Expected("TABLE or VIEW");
    }

    private static AlterAction ViewAction(TokenCursor cursor)
    {
        if (cursor.Take("RENAME", "TO"))
        {
            return new AlterAction.RenameTo(cursor.Name("a new name"));
        }

        if (cursor.Take("AS"))
        {
            return new AlterAction.ChangeQuery(cursor.Until("a query", static _ => false));
        }

        if (cursor.Take("SET") || cursor.Is("SECURITY") || cursor.Is("SQL"))
        {
            if (cursor.IsSymbol('('))
            {
                return new AlterAction.SetProperties(CreateSplitter.Properties(cursor));
            }

            return new AlterAction.Security(CreateSplitter.Security(cursor));
        }

        throw cursor.Expected("RENAME TO, AS or SET SECURITY");
    }

    private static AlterAction Action(TokenCursor cursor)
    {
        if (cursor.Take("ADD"))
        {
            return Add(cursor);
        }

        if (cursor.Take("DROP"))
        {
            return Drop(cursor);
        }

        if (cursor.Take("RENAME"))
        {
            return Rename(cursor);
        }

        if (cursor.Take("ALTER") || cursor.Take("CHANGE"))
        {
            cursor.Take("COLUMN");
            return Column(cursor, ColumnName(cursor));
        }

        if (cursor.Take("SET"))
        {
            return Set(cursor);
        }

        if (cursor.Take("RESET"))
        {
            return new AlterAction.UnsetProperties(Names(cursor));
        }

        if (cursor.Take("UNSET"))
        {
            cursor.Expect("TBLPROPERTIES");
            return new AlterAction.UnsetProperties(Names(cursor));
        }

        throw cursor.Expected("ADD, DROP, RENAME, ALTER, SET or UNSET");
    }

    private static AlterAction.AddColumn Add(TokenCursor cursor)
    {
        if (cursor.Is("CONSTRAINT") || cursor.Is("PRIMARY", "KEY") || cursor.Is("FOREIGN", "KEY") || cursor.IsWordBeforeBracket("UNIQUE") || cursor.IsWordBeforeBracket("CHECK"))
        {
            throw cursor.Refuse("Tables of the lake keep no keys and no checks.", cursor.Position, "NOT NULL is the one constraint that a column can have.");
        }

        if (!cursor.Take("COLUMN"))
        {
            cursor.Take("COLUMNS");
        }

        var ifNotExists = cursor.Take("IF", "NOT", "EXISTS");
        var name = ColumnName(cursor);
        var column = CreateSplitter.Column(cursor, name.Parts[^1]);
        return column.Type is null
            ? throw cursor.Expected("a type")
            : new AlterAction.AddColumn(name, column, ifNotExists) { Place = Place(cursor) };
    }

    private static AlterAction.DropColumn Drop(TokenCursor cursor)
    {
        if (cursor.Is("CONSTRAINT") || cursor.Is("PRIMARY", "KEY"))
        {
            throw cursor.Refuse("Tables of the lake keep no keys and no checks.", cursor.Position);
        }

        if (cursor.Take("PARTITION", "FIELD"))
        {
            throw cursor.Refuse("Partitions are changed as a whole.", cursor.Position, "Write SET PARTITIONED BY (...) with all that hold.");
        }

        cursor.Take("COLUMN");
        var ifExists = cursor.Take("IF", "EXISTS");
        var name = ColumnName(cursor);
        if (!cursor.Take("CASCADE"))
        {
            cursor.Take("RESTRICT");
        }

        return new AlterAction.DropColumn(name, ifExists);
    }

    private static AlterAction Rename(TokenCursor cursor)
    {
        if (cursor.Take("TO"))
        {
            return new AlterAction.RenameTo(cursor.Name("a new name"));
        }

        cursor.Take("COLUMN");
        var name = ColumnName(cursor);
        cursor.Expect("TO");
        return new AlterAction.RenameColumn(name, cursor.Identifier("a new name"));
    }

    private static AlterAction Column(TokenCursor cursor, SqlName name)
    {
        if (cursor.Take("SET", "DATA", "TYPE") || cursor.Take("TYPE") || cursor.Take("SET", "TYPE"))
        {
            var type = cursor.Until("a type", static here => here.Is("USING") || here.IsSymbol(','));
            return new AlterAction.ChangeType(name, type, cursor.Take("USING") ? cursor.Until("an expression", static here => here.IsSymbol(',')) : null);
        }

        if (cursor.Take("SET", "NOT", "NULL"))
        {
            return new AlterAction.NotNull(name, true);
        }

        if (cursor.Take("DROP", "NOT", "NULL"))
        {
            return new AlterAction.NotNull(name, false);
        }

        if (cursor.Take("SET", "DEFAULT"))
        {
            return new AlterAction.ChangeDefault(name, cursor.Until("a value", static here => here.IsSymbol(',')));
        }

        if (cursor.Take("DROP", "DEFAULT"))
        {
            return new AlterAction.ChangeDefault(name, null);
        }

        if (cursor.Take("COMMENT"))
        {
            return new AlterAction.CommentColumn(name, cursor.TextValue("a comment"));
        }

        return Place(cursor) is { } place ? new AlterAction.MoveColumn(name, place) : throw cursor.Expected("TYPE, SET, DROP, COMMENT, FIRST or AFTER");
    }

    private static AlterAction Set(TokenCursor cursor)
    {
        if (cursor.Take("PARTITIONED", "BY") || cursor.Take("PARTITION", "BY"))
        {
            return new AlterAction.Partition(CreateSplitter.Transforms(cursor));
        }

        if (cursor.Take("SORTED", "BY") || cursor.Take("ORDER", "BY"))
        {
            return new AlterAction.Sort(CreateSplitter.Transforms(cursor));
        }

        if (cursor.Is("SCHEMA"))
        {
            throw cursor.Refuse("A table stays in its schema.", cursor.Position, "Write CREATE TABLE other.name AS FROM this.name, then drop this one.");
        }

        cursor.Take("TBLPROPERTIES");
        return new AlterAction.SetProperties(CreateSplitter.Properties(cursor));
    }

    private static List<string> Names(TokenCursor cursor)
    {
        var names = new List<string>();
        cursor.ExpectSymbol('(');
        do
        {
            names.Add(cursor.IsKind(SqlTokenKind.Text) ? cursor.TextValue("a property") : cursor.Name("a property", 16).Path);
        }
        while (cursor.TakeSymbol(','));
        cursor.ExpectSymbol(')');
        return names;
    }

    private static ColumnPlace? Place(TokenCursor cursor) =>
        cursor.Take("FIRST") ? new ColumnPlace(null) : cursor.Take("AFTER") ? new ColumnPlace(ColumnName(cursor)) : null;

    private static SqlName ColumnName(TokenCursor cursor) => cursor.Name("the name of a column", 32);
}
