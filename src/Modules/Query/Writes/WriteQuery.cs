using Talentys.Query.Statements;

namespace Talentys.Query.Writes;

/// <summary>The query by which a statement that writes finds its rows.</summary>
/// <param name="Text">The query.</param>
/// <param name="Statement">The statement whose parts it is made of.</param>
/// <param name="Target">The table that it reads with the places of its rows; null when it reads none so.</param>
internal sealed record WriteQuery(ComposedText Text, SplitStatement Statement, SqlName? Target);
