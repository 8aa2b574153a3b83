using Talentys.Kernel;
using Talentys.Query.Statements;
using Talentys.Query.Views;

namespace Talentys.Query.Stages;

/// <summary>A view that a statement reads, by its name or through another view, with what its query means.</summary>
/// <param name="View">The view.</param>
/// <param name="Text">Its query.</param>
internal sealed record BoundView(StoredView View, StatementText Text)
{
    /// <summary>The tables that its query names, in the query's order.</summary>
    public IReadOnlyList<BoundReference> References { get; set; } = [];

    /// <summary>The views that its query names.</summary>
    public IReadOnlyList<BoundName> Views { get; set; } = [];

    /// <summary>Calls in its query that ask who asks, as constants.</summary>
    public IReadOnlyList<TextEdit> Edits { get; set; } = [];

    /// <summary>How much work its query looks like.</summary>
    public Syntax.StatementShape Shape { get; set; } = new();

    /// <summary>The environment that it is of.</summary>
    public required Scope Scope { get; init; }

    /// <summary>What who reads the view may see.</summary>
    public required IAccess Reader { get; init; }

    /// <summary>With whose rights its query reads: those of who made it, or of who reads it.</summary>
    public required IAccess Access { get; init; }

    /// <summary>Who that is.</summary>
    public required Principal Principal { get; init; }

    /// <summary>How who reads it sees its columns and rows; null for as they are.</summary>
    public TableAccess? Seen { get; set; }

    /// <summary>Whether conditions of a statement must stay above its query: it shows a part of what is hidden from who asks.</summary>
    public bool IsFenced { get; set; }
}

/// <summary>Where a text names a view.</summary>
/// <param name="Place">Where the name stands.</param>
/// <param name="View">The view.</param>
internal sealed record BoundName(SqlSpan Place, BoundView View);
