namespace Talentys.Query.Statements;

/// <summary>MERGE.</summary>
/// <param name="Target">The table that is changed.</param>
/// <param name="Source">What follows USING: a table or a query in brackets, with its alias.</param>
/// <param name="Whens">Its clauses in order.</param>
internal sealed record MergeStatement(SqlName Target, SqlSpan Source, IReadOnlyList<MergeWhen> Whens) : SplitStatement
{
    public override string Command => "MERGE";

    /// <summary>Another name of the target, or null.</summary>
    public SqlIdentifier? Alias { get; init; }

    /// <summary>What follows ON; null when columns are named by USING.</summary>
    public SqlSpan? On { get; init; }

    /// <summary>Columns that must be equal; null with ON.</summary>
    public IReadOnlyList<SqlIdentifier>? UsingColumns { get; init; }
}

/// <summary>A clause of a merge.</summary>
/// <param name="Sort">Which rows it is for.</param>
/// <param name="Condition">What follows AND; null without.</param>
/// <param name="Action">What is done.</param>
/// <param name="Span">Where the clause stands.</param>
internal sealed record MergeWhen(MergeSort Sort, SqlSpan? Condition, MergeAction Action, SqlSpan Span);

/// <summary>Rows that a clause of a merge is for.</summary>
internal enum MergeSort
{
    /// <summary>Rows of both that belong together.</summary>
    Matched,

    /// <summary>Rows of the source without one in the target.</summary>
    NotMatched,

    /// <summary>Rows of the target without one in the source.</summary>
    NotMatchedBySource,
}

/// <summary>What a clause of a merge does.</summary>
internal abstract record MergeAction
{
    private MergeAction()
    {
    }

    /// <summary>UPDATE SET; no assignments means all columns (<c>UPDATE</c>, <c>UPDATE SET *</c>, <c>UPDATE BY NAME</c>).</summary>
    public sealed record Update(IReadOnlyList<Assignment>? Assignments, bool ByPosition = false, bool ByName = false) : MergeAction;

    /// <summary>DELETE.</summary>
    public sealed record Delete : MergeAction;

    /// <summary>INSERT; no values means all columns (<c>INSERT</c>, <c>INSERT *</c>, <c>INSERT BY NAME</c>), no columns all in order.</summary>
    public sealed record Insert(IReadOnlyList<SqlIdentifier>? Columns, IReadOnlyList<SqlSpan>? Values, bool Defaults = false, bool ByPosition = false, bool ByName = false) : MergeAction;

    /// <summary>DO NOTHING.</summary>
    public sealed record Nothing : MergeAction;

    /// <summary>ERROR, with an expression of the message or none.</summary>
    public sealed record Error(SqlSpan? Message) : MergeAction;
}
