using Talentys.Lake.Public;
using Talentys.Query.Syntax;

namespace Talentys.Query.Stages;

/// <summary>A table as the statement names it, and what it means.</summary>
/// <param name="Reference">As written.</param>
/// <param name="At">Where its AT clause stands; null without one.</param>
/// <param name="Table">The table at its version.</param>
internal sealed record BoundReference(TableReference Reference, AtText? At, LakeTable Table);
