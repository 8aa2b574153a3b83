using Talentys.Contracts;
using Talentys.Kernel;

namespace Talentys.Query.Statements;

/// <summary>A text of one or more statements with semicolons between.</summary>
internal static class SqlScript
{
    /// <summary>Most statements of a text.</summary>
    public const int MostStatements = 1_000;

    /// <summary>The statements, in order; none for a text of blanks and comments.</summary>
    public static Result<IReadOnlyList<SplitStatement>> Split(string sql)
    {
        var tokens = SqlTokenizer.Tokens(sql);
        var found = new List<SplitStatement>();
        for (var first = 0; first < tokens.Count;)
        {
            var last = first;
            while (last < tokens.Count && !IsSemicolon(sql, tokens[last]))
            {
                last++;
            }

            if (last > first)
            {
                if (found.Count == MostStatements)
                {
                    return Fault.Invalid("query.too_many_statements", $"The text has more than {MostStatements:N0} statements.", SourcePlace.Of(sql, tokens[first].Start));
                }

                try
                {
                    found.Add(StatementSplitter.Split(sql, tokens, first, last));
                }
                catch (FaultException failure)
                {
                    return Result<IReadOnlyList<SplitStatement>>.Fail(failure.Faults);
                }
            }

            first = last + 1;
        }

        return found;
    }

    private static bool IsSemicolon(string sql, SqlToken token) => token.Kind == SqlTokenKind.Symbol && sql[token.Start] == ';';
}
