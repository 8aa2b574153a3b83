using Talentys.Transformation.Public;

namespace Talentys.Transformation.Builds;

/// <summary>How a node ended.</summary>
/// <param name="Node">The node.</param>
/// <param name="Status">dbt's word: <c>success</c>, <c>error</c>, <c>skipped</c>, <c>pass</c>, <c>warn</c>, <c>fail</c>.</param>
/// <param name="Message">One line.</param>
/// <param name="Failures">Of a test what it counted.</param>
/// <param name="Compiled">Its SQL.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended.</param>
internal sealed record NodeResult(DbtNode Node, string Status, string Message, long? Failures, string? Compiled, DateTimeOffset StartedAt, DateTimeOffset EndedAt);
