namespace Talentys.Query.Statements;

/// <summary>A statement, told apart into its clauses. Nothing in it was looked up or checked: the expressions are the engine's to read.</summary>
internal abstract record SplitStatement
{
    /// <summary>The word that tells what it does: <c>SELECT</c>, <c>INSERT</c>, <c>CREATE TABLE</c>, ...</summary>
    public abstract string Command { get; }

    /// <summary>The whole text, of which it may be one of several statements; all places are places in it.</summary>
    public string Sql { get; init; } = "";

    /// <summary>Where the statement stands, without a closing semicolon.</summary>
    public SqlSpan Span { get; init; }

    /// <summary>Its clauses, one after another.</summary>
    public IReadOnlyList<SqlClause> Clauses { get; init; } = [];

    /// <summary>Common table expressions before the statement's word, from WITH to the last bracket; null without.</summary>
    public SqlSpan? With { get; init; }

    /// <summary>What follows RETURNING; null without.</summary>
    public SqlSpan? Returning { get; init; }

    /// <summary>Text of a part.</summary>
    public string Text(SqlSpan span) => span.In(Sql);
}

/// <summary>A statement that reads, or one that is none of the others: it is not told apart.</summary>
/// <param name="Word">Its first word in capitals.</param>
internal sealed record ReadStatement(string Word) : SplitStatement
{
    public override string Command => Word;
}

/// <summary>EXPLAIN of a statement that writes, which is not done. One of a statement that reads is a <see cref="ReadStatement"/>.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Words">EXPLAIN with its options.</param>
/// <param name="Analyze">Where it asks that the statement be done; null when it does not.</param>
internal sealed record ExplainStatement(SplitStatement Statement, SqlSpan Words, SqlSpan? Analyze) : SplitStatement
{
    public override string Command => "EXPLAIN";
}

/// <summary>INSERT.</summary>
internal sealed record InsertStatement(SqlName Target, InsertSource Source) : SplitStatement
{
    public override string Command => "INSERT";

    /// <summary>Another name of the target, or null.</summary>
    public SqlIdentifier? Alias { get; init; }

    /// <summary>The columns that are named; null for all in order.</summary>
    public IReadOnlyList<SqlIdentifier>? Columns { get; init; }

    /// <summary>Columns of the source are taken by their names.</summary>
    public bool ByName { get; init; }

    /// <summary>INSERT OR REPLACE, INSERT OR IGNORE: the word; null without.</summary>
    public SqlIdentifier? Or { get; init; }

    /// <summary>ON CONFLICT with what follows; null without.</summary>
    public SqlSpan? OnConflict { get; init; }
}

/// <summary>Where the rows of an INSERT come from.</summary>
/// <param name="Span">Where it stands.</param>
internal abstract record InsertSource(SqlSpan Span)
{
    /// <summary>A query.</summary>
    public sealed record Query(SqlSpan Span) : InsertSource(Span);

    /// <summary>VALUES: expressions by row; a value may be the word DEFAULT.</summary>
    public sealed record Values(SqlSpan Span, IReadOnlyList<IReadOnlyList<SqlSpan>> Rows) : InsertSource(Span);

    /// <summary>DEFAULT VALUES: one row.</summary>
    public sealed record Defaults(SqlSpan Span) : InsertSource(Span);
}

/// <summary>A column that gets a value.</summary>
/// <param name="Column">The column; more than one part means a field in it, or a name of the table before it.</param>
/// <param name="Value">The expression, which may be the word DEFAULT.</param>
internal sealed record Assignment(SqlName Column, SqlSpan Value);

/// <summary>UPDATE.</summary>
internal sealed record UpdateStatement(SqlName Target, IReadOnlyList<Assignment> Assignments) : SplitStatement
{
    public override string Command => "UPDATE";

    /// <summary>Another name of the target, or null.</summary>
    public SqlIdentifier? Alias { get; init; }

    /// <summary>What follows FROM; null without.</summary>
    public SqlSpan? From { get; init; }

    /// <summary>What follows WHERE; null without.</summary>
    public SqlSpan? Where { get; init; }
}

/// <summary>DELETE.</summary>
internal sealed record DeleteStatement(SqlName Target) : SplitStatement
{
    public override string Command => "DELETE";

    /// <summary>Another name of the target, or null.</summary>
    public SqlIdentifier? Alias { get; init; }

    /// <summary>What follows USING; null without.</summary>
    public SqlSpan? Using { get; init; }

    /// <summary>What follows WHERE; null without.</summary>
    public SqlSpan? Where { get; init; }
}
