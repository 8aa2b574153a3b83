namespace Talentys.Query.Statements;

/// <summary>A change of a table or view.</summary>
internal abstract record AlterAction
{
    private AlterAction()
    {
    }

    /// <summary>Where it stands.</summary>
    public SqlSpan Span { get; init; }

    /// <summary>ADD COLUMN. The name may be that of a field in a struct.</summary>
    public sealed record AddColumn(SqlName Name, ColumnDefinition Column, bool IfNotExists) : AlterAction
    {
        /// <summary>FIRST, or AFTER a column.</summary>
        public ColumnPlace? Place { get; init; }
    }

    /// <summary>DROP COLUMN.</summary>
    public sealed record DropColumn(SqlName Name, bool IfExists) : AlterAction;

    /// <summary>RENAME COLUMN.</summary>
    public sealed record RenameColumn(SqlName Name, SqlIdentifier NewName) : AlterAction;

    /// <summary>RENAME TO.</summary>
    public sealed record RenameTo(SqlName NewName) : AlterAction;

    /// <summary>ALTER COLUMN TYPE.</summary>
    public sealed record ChangeType(SqlName Name, SqlSpan Type, SqlSpan? Using) : AlterAction;

    /// <summary>ALTER COLUMN SET or DROP NOT NULL.</summary>
    public sealed record NotNull(SqlName Name, bool Required) : AlterAction;

    /// <summary>ALTER COLUMN SET DEFAULT; null drops it.</summary>
    public sealed record ChangeDefault(SqlName Name, SqlSpan? Value) : AlterAction;

    /// <summary>ALTER COLUMN FIRST or AFTER another.</summary>
    public sealed record MoveColumn(SqlName Name, ColumnPlace Place) : AlterAction;

    /// <summary>ALTER COLUMN COMMENT; null takes it away.</summary>
    public sealed record CommentColumn(SqlName Name, string? Comment) : AlterAction;

    /// <summary>SET TBLPROPERTIES, SET (...).</summary>
    public sealed record SetProperties(IReadOnlyList<PropertySetting> Properties) : AlterAction;

    /// <summary>UNSET TBLPROPERTIES, RESET (...).</summary>
    public sealed record UnsetProperties(IReadOnlyList<string> Names) : AlterAction;

    /// <summary>SET PARTITIONED BY; an empty list keeps rows apart by nothing.</summary>
    public sealed record Partition(IReadOnlyList<SqlSpan> Transforms) : AlterAction;

    /// <summary>SET SORTED BY; an empty list leaves rows as they come.</summary>
    public sealed record Sort(IReadOnlyList<SqlSpan> Keys) : AlterAction;

    /// <summary>AS: another query of a view.</summary>
    public sealed record ChangeQuery(SqlSpan Query) : AlterAction;

    /// <summary>SET SECURITY of a view.</summary>
    public sealed record Security(bool Invoker) : AlterAction;
}

/// <summary>Where a column is put.</summary>
/// <param name="After">After which column; null makes it the first.</param>
internal sealed record ColumnPlace(SqlName? After);
