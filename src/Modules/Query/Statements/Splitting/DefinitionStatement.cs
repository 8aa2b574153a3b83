namespace Talentys.Query.Statements;

/// <summary>A statement that defines what there is.</summary>
internal abstract record DefinitionStatement : SplitStatement;

/// <summary>A column as it is defined.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type as written; null where a query tells it.</param>
/// <param name="Span">Where the definition stands.</param>
internal sealed record ColumnDefinition(SqlIdentifier Name, SqlSpan? Type, SqlSpan Span)
{
    /// <summary>It refuses null.</summary>
    public bool NotNull { get; init; }

    /// <summary>What follows DEFAULT; null without.</summary>
    public SqlSpan? Default { get; init; }

    /// <summary>Its comment, or null.</summary>
    public string? Comment { get; init; }

    /// <summary>What it has that a table of the lake cannot hold (PRIMARY KEY, CHECK, COLLATE, ...), where it stands; null when nothing.</summary>
    public SqlSpan? Refused { get; init; }
}

/// <summary>A property: <c>'write.delete.mode' = 'merge-on-read'</c>.</summary>
internal sealed record PropertySetting(string Name, string Value, SqlSpan Span);

/// <summary>How rows lie in files, and what else a table is told.</summary>
internal sealed record TableOptions
{
    /// <summary>What PARTITIONED BY lists; null without.</summary>
    public IReadOnlyList<SqlSpan>? Partitions { get; init; }

    /// <summary>What SORTED BY lists; null without.</summary>
    public IReadOnlyList<SqlSpan>? Sort { get; init; }

    /// <summary>WITH, TBLPROPERTIES.</summary>
    public IReadOnlyList<PropertySetting> Properties { get; init; } = [];

    /// <summary>COMMENT; null without.</summary>
    public string? Comment { get; init; }
}

/// <summary>CREATE TABLE with columns.</summary>
internal sealed record CreateTable(SqlName Name, IReadOnlyList<ColumnDefinition> Columns, TableOptions Options) : DefinitionStatement
{
    public override string Command => "CREATE TABLE";

    public bool OrReplace { get; init; }

    public bool IfNotExists { get; init; }

    /// <summary>It is the session's alone, and this becomes of it at a commit; null for a table of the lake.</summary>
    public OnCommit? Temporary { get; init; }

    /// <summary>Other tables and views whose columns it has too.</summary>
    public IReadOnlyList<LikeTable> Likes { get; init; } = [];

    /// <summary>A constraint of the whole table, where it stands; the lake keeps none.</summary>
    public SqlSpan? Constraint { get; init; }
}

/// <summary>LIKE in a list of columns.</summary>
/// <param name="Source">The table or view.</param>
/// <param name="Before">How many columns of the list stand before it.</param>
/// <param name="Comments">Whether comments of columns are taken too.</param>
internal sealed record LikeTable(SqlName Source, int Before, bool Comments);

/// <summary>CREATE TABLE AS.</summary>
internal sealed record CreateTableAs(SqlName Name, SqlSpan Query, TableOptions Options) : DefinitionStatement
{
    public override string Command => "CREATE TABLE AS";

    public bool OrReplace { get; init; }

    public bool IfNotExists { get; init; }

    /// <summary>It is the session's alone, and this becomes of it at a commit; null for a table of the lake.</summary>
    public OnCommit? Temporary { get; init; }

    /// <summary>Names of the columns; null for those of the query.</summary>
    public IReadOnlyList<ColumnDefinition>? Columns { get; init; }

    /// <summary>WITH NO DATA.</summary>
    public bool WithoutData { get; init; }
}

/// <summary>CREATE VIEW.</summary>
internal sealed record CreateView(SqlName Name, SqlSpan Query) : DefinitionStatement
{
    public override string Command => "CREATE VIEW";

    public bool OrReplace { get; init; }

    public bool IfNotExists { get; init; }

    /// <summary>Names of the columns with comments; null for those of the query.</summary>
    public IReadOnlyList<ColumnDefinition>? Columns { get; init; }

    /// <summary>The view's tables are read with the rights of whoever asks; otherwise with those of who made it.</summary>
    public bool Invoker { get; init; }

    public string? Comment { get; init; }
}

/// <summary>ALTER TABLE.</summary>
internal sealed record AlterTable(SqlName Name, IReadOnlyList<AlterAction> Actions) : DefinitionStatement
{
    public override string Command => "ALTER TABLE";

    public bool IfExists { get; init; }
}

/// <summary>ALTER VIEW.</summary>
internal sealed record AlterView(SqlName Name, AlterAction Action) : DefinitionStatement
{
    public override string Command => "ALTER VIEW";

    public bool IfExists { get; init; }
}

/// <summary>DROP TABLE, VIEW or SCHEMA.</summary>
internal sealed record Drop(ObjectKind Kind, IReadOnlyList<SqlName> Names) : DefinitionStatement
{
    public override string Command => $"DROP {Kind.ToString().ToUpperInvariant()}";

    public bool IfExists { get; init; }

    public bool Cascade { get; init; }
}

/// <summary>CREATE SCHEMA.</summary>
internal sealed record CreateSchema(SqlName Name, bool IfNotExists) : DefinitionStatement
{
    public override string Command => "CREATE SCHEMA";
}

/// <summary>TRUNCATE.</summary>
internal sealed record Truncate(SqlName Name) : SplitStatement
{
    public override string Command => "TRUNCATE";
}

/// <summary>COMMENT ON.</summary>
/// <param name="Kind">What it is on.</param>
/// <param name="Name">Its name; of a column after that of its table.</param>
/// <param name="Comment">The comment; null takes it away.</param>
internal sealed record CommentOn(ObjectKind Kind, SqlName Name, string? Comment) : DefinitionStatement
{
    public override string Command => "COMMENT";
}

/// <summary>BEGIN, COMMIT, ROLLBACK.</summary>
internal sealed record TransactionStatement(TransactionStep Step) : SplitStatement
{
    public override string Command => Step.ToString().ToUpperInvariant();

    /// <summary>BEGIN READ ONLY.</summary>
    public bool ReadOnly { get; init; }
}

/// <summary>What a statement does to a transaction.</summary>
internal enum TransactionStep
{
    Begin,
    Commit,
    Rollback,
}

/// <summary>What a definition is about.</summary>
internal enum ObjectKind
{
    Table,
    View,
    Schema,
    Column,
}
