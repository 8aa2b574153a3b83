using Talentys.Contracts;

namespace Talentys.Query.Statements;

/// <summary>Splits CREATE, whose word was taken.</summary>
internal static class CreateSplitter
{
    private const string OnlyTables = "What can be made is tables, views and schemas.";
    private const string Layout = "PARTITIONED BY and SORTED BY of a table tell how its rows lie, so that few of them are read.";
    private const string InPlace = "Write the expression where it is used, or keep it in a view.";

    /// <summary>What cannot be made, and what to do instead.</summary>
    private static readonly (string Word, string Mend)[] Others =
    [
        ("INDEX", Layout),
        ("UNIQUE", Layout),
        ("SEQUENCE", "Number rows where they are written, for example with row_number()."),
        ("TYPE", "Write the type where it is used. Members of enums are kept as texts."),
        ("MACRO", InPlace),
        ("FUNCTION", InPlace),
        ("RECURSIVE", "Write CREATE VIEW name AS WITH RECURSIVE name(columns) AS (...) SELECT * FROM name."),
        ("MATERIALIZED", "Write CREATE TABLE AS, or make it a model, which is built again when what it reads changes."),
        .. new[]
        {
            "SECRET", "PERSISTENT", "TRIGGER", "EXTENSION", "DOMAIN", "DATABASE", "ROLE", "USER", "PROCEDURE", "AGGREGATE", "POLICY", "RULE", "CAST", "COLLATION", "OPERATOR",
            "SERVER", "FOREIGN", "PUBLICATION", "SUBSCRIPTION", "STATISTICS", "TABLESPACE", "UNLOGGED", "EVENT", "LANGUAGE", "ACCESS", "CONVERSION", "TEXT",
        }.Select(word => (word, OnlyTables)),
    ];

    private static readonly string[] Included = ["ALL", "COMMENTS", "COMPRESSION", "CONSTRAINTS", "DEFAULTS", "GENERATED", "IDENTITY", "INDEXES", "STATISTICS", "STORAGE"];

    /// <summary>CREATE [OR REPLACE] TABLE, VIEW or SCHEMA.</summary>
    /// <param name="cursor">After the word.</param>
    /// <param name="start">Where the statement begins.</param>
    public static SplitStatement Create(TokenCursor cursor, int start)
    {
        var replace = cursor.Take("OR", "REPLACE");
        var temporary = cursor.Take("TEMP") || cursor.Take("TEMPORARY") || cursor.Take("LOCAL", "TEMP") || cursor.Take("LOCAL", "TEMPORARY");
        if (temporary && !cursor.Is("TABLE"))
        {
            throw cursor.Refuse("What can be temporary is tables.", cursor.Position, "Make a temporary table, or write the query WITH a name before the statement.");
        }

        if (cursor.Take("TABLE"))
        {
            return Table(cursor, replace, temporary);
        }

        if (cursor.Take("VIEW"))
        {
            return View(cursor, replace);
        }

        if (cursor.Take("SCHEMA"))
        {
            var ifNotExists = cursor.Take("IF", "NOT", "EXISTS");
            return replace
                ? throw cursor.Refuse("A schema cannot be replaced.", start, "Drop its tables, or write CREATE SCHEMA IF NOT EXISTS.")
                : new CreateSchema(cursor.Name("the name of a schema", 2), ifNotExists);
        }

        foreach (var (word, mend) in Others)
        {
            if (cursor.Is(word))
            {
                throw cursor.Refuse($"CREATE {word} is not supported.", start, mend);
            }
        }

        throw cursor.Expected("TABLE, VIEW or SCHEMA");
    }

    /// <summary>A definition: name, type, and what may follow.</summary>
    public static ColumnDefinition Column(TokenCursor cursor, SqlIdentifier name)
    {
        SqlSpan? type = IsTypeOver(cursor) ? null : cursor.Until("a type", IsTypeOver);
        return Rest(cursor, new ColumnDefinition(name, type, name.Span));
    }

    /// <summary>Properties in brackets.</summary>
    public static IReadOnlyList<PropertySetting> Properties(TokenCursor cursor)
    {
        var found = new List<PropertySetting>();
        cursor.ExpectSymbol('(');
        do
        {
            var start = cursor.Position;
            var name = cursor.IsKind(SqlTokenKind.Text) ? cursor.TextValue("a property") : cursor.Name("a property", 16).Path;
            cursor.ExpectSymbol('=');
            var value = cursor.IsKind(SqlTokenKind.Text) ? cursor.TextValue("a value")
                : cursor.IsKind(SqlTokenKind.Number) || cursor.IsKind(SqlTokenKind.Word) ? cursor.Next().In(cursor.Sql).ToString()
                : throw cursor.Expected("a value");
            found.Add(new PropertySetting(name, value, new SqlSpan(start, cursor.PreviousEnd)));
        }
        while (cursor.TakeSymbol(','));
        cursor.ExpectSymbol(')');
        return found;
    }

    /// <summary>PARTITIONED BY, SORTED BY, WITH, TBLPROPERTIES, COMMENT, in any order.</summary>
    public static TableOptions Options(TokenCursor cursor)
    {
        var options = new TableOptions();
        while (!cursor.AtEnd && !cursor.Is("AS") && !cursor.Is("ON", "COMMIT"))
        {
            cursor.Mark(ClauseKind.Options);
            if (cursor.Take("PARTITIONED", "BY") || cursor.Take("PARTITION", "BY"))
            {
                options = options with { Partitions = Transforms(cursor) };
            }
            else if (cursor.Take("SORTED", "BY") || cursor.Take("ORDER", "BY"))
            {
                options = options with { Sort = Transforms(cursor) };
            }
            else if (cursor.Take("COMMENT"))
            {
                cursor.TakeSymbol('=');
                options = options with { Comment = cursor.TextValue("a comment") };
            }
            else if (cursor.Take("WITH") || cursor.Take("TBLPROPERTIES"))
            {
                options = options with { Properties = [.. options.Properties, .. Properties(cursor)] };
            }
            else
            {
                throw cursor.Expected("AS, PARTITIONED BY, SORTED BY, TBLPROPERTIES or the end of the statement");
            }
        }

        return options;
    }

    /// <summary>A list in brackets, or one by itself.</summary>
    public static IReadOnlyList<SqlSpan> Transforms(TokenCursor cursor) => cursor.IsSymbol('(')
        ? cursor.Group("a column or transform")
        : [cursor.Until("a column or transform", static here => here.IsSymbol(',') || IsOption(here))];

    private static SplitStatement Table(TokenCursor cursor, bool replace, bool temporary)
    {
        var ifNotExists = cursor.Take("IF", "NOT", "EXISTS");
        cursor.Mark(ClauseKind.Target);
        var name = cursor.Name("the name of a table");
        var likes = new List<LikeTable>();
        var (columns, constraint) = cursor.IsSymbol('(') ? Columns(cursor, likes) : ([], null);
        var options = Options(cursor);
        OnCommit? kept = temporary ? Kept(cursor) : null;
        if (cursor.Is("AS") && likes.Count == 0)
        {
            cursor.Mark(ClauseKind.Source);
            cursor.Expect("AS");
            var typed = columns.FirstOrDefault(column => column.Type is not null || column.NotNull || column.Default is not null);
            if (typed is not null)
            {
                throw cursor.Fail("The query tells the types of the columns.", typed.Span.Start, "Name the columns only, and cast in the query.");
            }

            var query = cursor.Until("a query", static here => here.Is("WITH", "NO", "DATA") || here.Is("WITH", "DATA"));
            var withoutData = cursor.Take("WITH", "NO", "DATA");
            cursor.Take("WITH", "DATA");
            return new CreateTableAs(name, query, options)
            {
                OrReplace = replace,
                IfNotExists = ifNotExists,
                Columns = columns.Count == 0 ? null : columns,
                WithoutData = withoutData,
                Temporary = kept,
            };
        }

        if (columns.Count + likes.Count == 0)
        {
            throw cursor.Expected("'(' with columns, or AS with a query");
        }

        var untyped = columns.FirstOrDefault(column => column.Type is null && column.Refused is null);
        return untyped is null
            ? new CreateTable(name, columns, options) { OrReplace = replace, IfNotExists = ifNotExists, Constraint = constraint, Likes = likes, Temporary = kept }
            : throw cursor.Fail($"The column {untyped.Name.Text} has no type.", untyped.Span.Start, "Write one behind its name, for example VARCHAR.");
    }

    private static OnCommit Kept(TokenCursor cursor) =>
        !cursor.Take("ON", "COMMIT") ? OnCommit.PreserveRows
        : cursor.Take("DROP") ? OnCommit.Drop
        : cursor.Take("DELETE", "ROWS") ? OnCommit.DeleteRows
        : cursor.Take("PRESERVE", "ROWS") ? OnCommit.PreserveRows
        : throw cursor.Expected("DROP, DELETE ROWS or PRESERVE ROWS");

    private static CreateView View(TokenCursor cursor, bool replace)
    {
        var ifNotExists = cursor.Take("IF", "NOT", "EXISTS");
        cursor.Mark(ClauseKind.Target);
        var name = cursor.Name("the name of a view");
        var (columns, _) = cursor.IsSymbol('(') ? Columns(cursor, null) : ([], null);
        var (invoker, comment) = (false, (string?)null);
        while (!cursor.AtEnd && !cursor.Is("AS"))
        {
            cursor.Mark(ClauseKind.Options);
            if (cursor.Is("SECURITY") || cursor.Is("SQL", "SECURITY"))
            {
                invoker = Security(cursor);
            }
            else if (cursor.Take("COMMENT"))
            {
                cursor.TakeSymbol('=');
                comment = cursor.TextValue("a comment");
            }
            else if (cursor.Take("WITH"))
            {
                foreach (var property in Properties(cursor))
                {
                    invoker = property.Name.Equals("security_invoker", StringComparison.OrdinalIgnoreCase)
                        ? property.Value.ToUpperInvariant() is "TRUE" or "ON" or "1"
                        : throw cursor.Fail($"A view has no property {property.Name}.", property.Span.Start, "There is security_invoker.");
                }
            }
            else
            {
                throw cursor.Expected("AS, SECURITY or COMMENT");
            }
        }

        cursor.Mark(ClauseKind.Source);
        cursor.Expect("AS");
        return new CreateView(name, cursor.Until("a query", static _ => false))
        {
            OrReplace = replace,
            IfNotExists = ifNotExists,
            Columns = columns.Count == 0 ? null : columns,
            Invoker = invoker,
            Comment = comment,
        };
    }

    /// <summary>[SQL] SECURITY DEFINER or INVOKER; whether it is the invoker.</summary>
    public static bool Security(TokenCursor cursor)
    {
        cursor.Take("SQL");
        cursor.Expect("SECURITY");
        return cursor.Take("INVOKER") || (cursor.Take("DEFINER") ? false : throw cursor.Expected("DEFINER or INVOKER"));
    }

    private static (IReadOnlyList<ColumnDefinition> Columns, SqlSpan? Constraint) Columns(TokenCursor cursor, List<LikeTable>? likes)
    {
        cursor.Mark(ClauseKind.Columns);
        var columns = new List<ColumnDefinition>();
        SqlSpan? constraint = null;
        cursor.ExpectSymbol('(');
        do
        {
            if (cursor.Is("PRIMARY", "KEY") || cursor.Is("FOREIGN", "KEY") || cursor.Is("CONSTRAINT") || cursor.IsWordBeforeBracket("UNIQUE") || cursor.IsWordBeforeBracket("CHECK"))
            {
                constraint = cursor.Until("a constraint", static here => here.IsSymbol(','));
                continue;
            }

            if (likes is not null && cursor.Take("LIKE"))
            {
                likes.Add(Like(cursor, columns.Count));
                continue;
            }

            columns.Add(Column(cursor, cursor.Identifier("the name of a column")));
        }
        while (cursor.TakeSymbol(',') && !cursor.IsSymbol(')'));
        cursor.ExpectSymbol(')');
        return (columns, constraint);
    }

    /// <summary>What follows LIKE: tables of the lake have names, types, NOT NULL and comments that another one can take, and nothing else.</summary>
    private static LikeTable Like(TokenCursor cursor, int before)
    {
        var source = cursor.Name("the name of a table or view");
        var comments = false;
        while (cursor.Is("INCLUDING") || cursor.Is("EXCLUDING"))
        {
            var including = cursor.Take("INCLUDING") || !cursor.Take("EXCLUDING");
            var what = Included.FirstOrDefault(word => cursor.Take(word)) ?? throw cursor.Expected(string.Join(", ", Included[..^1]) + " or " + Included[^1]);
            comments = what is "ALL" or "COMMENTS" ? including : comments;
        }

        return new LikeTable(source, before, comments);
    }

    private static ColumnDefinition Rest(TokenCursor cursor, ColumnDefinition column)
    {
        while (!cursor.AtEnd && !cursor.IsSymbol(',') && !cursor.IsSymbol(')') && !cursor.Is("FIRST") && !cursor.Is("AFTER"))
        {
            if (cursor.Take("NOT", "NULL"))
            {
                column = column with { NotNull = true };
            }
            else if (cursor.Take("NULL"))
            {
                column = column with { NotNull = false };
            }
            else if (cursor.Take("DEFAULT"))
            {
                column = column with { Default = cursor.Until("a value", IsTypeOver) };
            }
            else if (cursor.Take("COMMENT"))
            {
                column = column with { Comment = cursor.TextValue("a comment") };
            }
            else
            {
                column = column with { Refused = cursor.Until("',' or ')'", static here => here.IsSymbol(',') || here.Is("COMMENT")) };
            }
        }

        return column with { Span = new SqlSpan(column.Span.Start, cursor.PreviousEnd) };
    }

    private static bool IsTypeOver(TokenCursor cursor) => cursor.IsSymbol(',') || cursor.IsSymbol(')') || cursor.Is("NOT", "NULL") || cursor.Is("NULL")
        || cursor.Is("DEFAULT") || cursor.Is("COMMENT") || cursor.Is("PRIMARY") || cursor.Is("UNIQUE") || cursor.Is("CHECK") || cursor.Is("REFERENCES")
        || cursor.Is("COLLATE") || cursor.Is("GENERATED") || cursor.Is("CONSTRAINT") || cursor.Is("AS") || cursor.Is("FIRST") || cursor.Is("AFTER") || cursor.Is("USING");

    private static bool IsOption(TokenCursor cursor) => cursor.Is("AS") || cursor.Is("ON", "COMMIT") || cursor.Is("SORTED") || cursor.Is("ORDER") || cursor.Is("PARTITIONED")
        || cursor.Is("COMMENT") || cursor.Is("WITH") || cursor.Is("TBLPROPERTIES");
}
