using Talentys.Contracts;
using Talentys.Kernel;

namespace Talentys.Query.Statements;

/// <summary>A text of one or more statements with semicolons between.</summary>
internal static class SqlScript
{
    /// <summary>Most statements of a text.</summary>
    public const int MostStatements = 1_000;

    /// <summary>The statements, in order; none for a text of blanks and comments.</summary>
    public static Result<IReadOnlyList<SplitStatement>> Split(string sql) => Split(sql, SqlTokenizer.Tokens(sql));

    /// <summary>The same of a text that is cut into tokens already.</summary>
    public static Result<IReadOnlyList<SplitStatement>> Split(string sql, List<SqlToken> tokens)
    {
        var found = new List<SplitStatement>();
        foreach (var (first, end) in SqlTokenizer.Statements(sql, tokens))
        {
            if (found.Count == MostStatements)
            {
                return Fault.Invalid("query.too_many_statements", $"The text has more than {MostStatements:N0} statements.", TextPlace.Of(sql, tokens[first].Start));
            }

            try
            {
                found.Add(StatementSplitter.Split(sql, tokens, first, end));
            }
            catch (FaultException failure)
            {
                return Result<IReadOnlyList<SplitStatement>>.Fail(failure.Faults);
            }
        }

        return found;
    }

    /// <summary>Whether a text has more than one statement, whatever they are.</summary>
    public static bool IsSeveral(WrittenText text)
    {
        var sql = text.Sql;
        return sql.AsSpan().TrimEnd().TrimEnd(';').Contains(';') && SqlTokenizer.Statements(sql, text.Tokens).Skip(1).Any();
    }
}
