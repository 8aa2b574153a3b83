using Talentys.Contracts;
using Talentys.Kernel;

namespace Talentys.Query.Statements;

/// <summary>A text as it was sent: cut into tokens once for all who look at it before it is known what it is.</summary>
internal sealed class WrittenText(string sql)
{
    private Fault? limits;
    private bool looked;
    private List<SqlToken>? tokens;
    private Result<IReadOnlyList<SplitStatement>>? statements;

    /// <summary>The text.</summary>
    public string Sql => sql;

    /// <summary>Its tokens, which nobody changes; only of a text within the limits.</summary>
    public List<SqlToken> Tokens => tokens ??= SqlTokenizer.Tokens(sql);

    /// <summary>What is wrong with it before anything in it is read; null when nothing is.</summary>
    public Fault? Limits
    {
        get
        {
            if (!looked)
            {
                (limits, looked) = (StatementText.Limits(this), true);
            }

            return limits;
        }
    }

    /// <summary>Its statements.</summary>
    public Result<IReadOnlyList<SplitStatement>> Statements => statements ??= SqlScript.Split(sql, Tokens);
}
