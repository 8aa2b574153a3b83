using Talentys.Lake.Public;
using Talentys.Query.Statements;
using Talentys.Query.Syntax;

namespace Talentys.Query.Stages;

/// <summary>A table as the statement or a view names it, and what it means.</summary>
/// <param name="Reference">As written.</param>
/// <param name="At">Where its AT clause stands; null without one.</param>
/// <param name="Table">The table at its version.</param>
internal sealed record BoundReference(TableReference Reference, AtText? At, LakeTable Table)
{
    /// <summary>Where it was found, and whose rights hold.</summary>
    public required Ground Ground { get; init; }

    /// <summary>Where the name stands, where it must be written otherwise: in a view, or with the environment before it; null where it may stay.</summary>
    public SqlSpan? Rename { get; init; }

    /// <summary>The view whose query names it; null for the statement.</summary>
    public BoundView? In { get; init; }
}
