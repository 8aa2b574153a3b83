namespace Talentys.Query.Statements;

/// <summary>A clause of a statement. The clauses of a statement follow each other without a gap: together they are its text.</summary>
/// <param name="Kind">Its sort.</param>
/// <param name="Span">From its first word to that of the next clause.</param>
internal sealed record SqlClause(ClauseKind Kind, SqlSpan Span);

/// <summary>Sorts of clauses.</summary>
internal enum ClauseKind
{
    /// <summary>Common table expressions before the statement's word.</summary>
    With,

    /// <summary>The statement's words, and all that has no sort of its own.</summary>
    Head,

    /// <summary>The name of what is changed, with its alias.</summary>
    Target,

    /// <summary>Names of columns, or their definitions.</summary>
    Columns,

    /// <summary>The rows that come: a query, VALUES, DEFAULT VALUES, the source of a merge.</summary>
    Source,

    /// <summary>Assignments.</summary>
    Set,

    /// <summary>FROM of an update, USING of a delete.</summary>
    From,

    /// <summary>The condition on rows, or of a merge.</summary>
    Where,

    /// <summary>A clause of a merge.</summary>
    When,

    /// <summary>ON CONFLICT.</summary>
    Conflict,

    /// <summary>RETURNING.</summary>
    Returning,

    /// <summary>Partitions, order, properties, comments.</summary>
    Options,

    /// <summary>A change of a table.</summary>
    Action,
}
