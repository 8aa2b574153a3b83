namespace Talentys.Contracts;

/// <summary>A parameter in a statement, <c>$1</c> or <c>$name</c>, and where it stands.</summary>
/// <param name="Name">What follows the dollar sign.</param>
/// <param name="Start">Where the sign stands.</param>
public readonly record struct SqlPlaceholder(string Name, int Start)
{
    /// <summary>Its characters.</summary>
    public int Length => Name.Length + 1;

    /// <summary>The parameters of a statement, in its order.</summary>
    public static IEnumerable<SqlPlaceholder> Of(string sql, IReadOnlyList<SqlToken> tokens)
    {
        for (var i = 0; i + 1 < tokens.Count; i++)
        {
            if (tokens[i].Kind == SqlTokenKind.Symbol && sql[tokens[i].Start] == '$' && tokens[i].End == tokens[i + 1].Start
                && tokens[i + 1].Kind is SqlTokenKind.Word or SqlTokenKind.Number)
            {
                yield return new SqlPlaceholder(tokens[i + 1].In(sql).ToString(), tokens[i].Start);
            }
        }
    }
}
