using Talentys.Kernel;
using Talentys.Query.Public;
using Talentys.Transformation.Public;

namespace Talentys.Transformation.Analysis;

/// <summary>What is known of a model before it runs.</summary>
/// <param name="Node">The model.</param>
/// <param name="Columns">Its columns and where they come from; null where only the lake can tell.</param>
/// <param name="Fault">Why it cannot run.</param>
internal sealed record ModelAnalysis(DbtNode Node, IReadOnlyList<ColumnLineage>? Columns, Fault? Fault);
