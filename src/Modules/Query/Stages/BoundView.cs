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

    /// <summary>What stands in its query for the principal instead of what was written.</summary>
    public IReadOnlyList<TextEdit> Edits { get; set; } = [];
}

/// <summary>Where a text names a view.</summary>
/// <param name="Place">Where the name stands.</param>
/// <param name="View">The view.</param>
internal sealed record BoundName(SqlSpan Place, BoundView View);
