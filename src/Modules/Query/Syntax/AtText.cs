using System.Globalization;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Query.Public;
using Talentys.Query.Statements;

namespace Talentys.Query.Syntax;

/// <summary>Where in a statement a table and its AT clause stand, in characters of the whole text.</summary>
/// <param name="Name">Start of the table's name.</param>
/// <param name="NameEnd">Its end.</param>
/// <param name="Start">Start of the clause.</param>
/// <param name="End">Its end.</param>
/// <param name="Expression">What it asks for.</param>
internal sealed record AtText(int Name, int NameEnd, int Start, int End, string Expression)
{
    /// <summary>What it asks for, with values in place of parameters.</summary>
    /// <exception cref="FaultException"><c>query.parameter_missing</c>.</exception>
    public string ExpressionWith(string sql, IReadOnlyList<SqlToken> tokens, QueryOrder order)
    {
        var start = End - 1 - Expression.Length;
        var inside = tokens.Select((token, i) => (Token: token, Index: i)).Where(pair => pair.Token.Start >= start && pair.Token.End <= End - 1);
        var edits = new List<TextEdit>();
        foreach (var (token, index) in inside)
        {
            if (token.Kind != SqlTokenKind.Symbol || sql[token.Start] is not ('?' or '$'))
            {
                continue;
            }

            var named = sql[token.Start] == '$' && index + 1 < tokens.Count && tokens[index + 1].Start == token.End;
            var name = named ? tokens[index + 1].In(sql).ToString()
                : (tokens.Take(index).Count(before => before.Kind == SqlTokenKind.Symbol && sql[before.Start] == '?') + 1).ToString(CultureInfo.InvariantCulture);
            if (!QueryParameterValues.TryFind(order, name, out var value))
            {
                throw new FaultException(Fault.Invalid(
                    "query.parameter_missing", $"The version of AT is the parameter ${name}, for which there is no value.", TextPlace.Of(sql, token.Start), "Send a value, or write the version itself."));
            }

            edits.Add(new TextEdit(token.Start - start, token.Length + (named ? tokens[index + 1].Length : 0), QueryParameterValues.Literal(value)));
        }

        return new EditedText(Expression, edits).Text;
    }

    /// <summary>Where the whole name of a table stands.</summary>
    public static SqlSpan NameOf(StatementText text, IReadOnlyList<SqlToken> tokens, TableReference table)
    {
        var start = text.IndexOfByte(table.Location ?? 0);
        var end = Index(tokens, start) + (table.Catalog is not null ? 4 : table.Schema is not null ? 2 : 0);
        return new SqlSpan(start, tokens[Math.Min(end, tokens.Count - 1)].End);
    }

    /// <summary>Finds the clause of a table; null when it is not where it should be.</summary>
    public static AtText? Find(StatementText text, IReadOnlyList<SqlToken> tokens, TableReference table)
    {
        if (table.Location is not { } location)
        {
            return null;
        }

        var sql = text.Sql;
        var start = text.IndexOfByte(location);
        var name = Index(tokens, start);
        var nameEnd = name + (table.Catalog is not null ? 4 : table.Schema is not null ? 2 : 0);
        for (var i = nameEnd + 1; i + 4 < tokens.Count; i++)
        {
            // AT ( VERSION => ... ): two symbols make the arrow
            if (!tokens[i].Is(sql, "AT") || !IsSymbol(i + 1, '(')
                || !(tokens[i + 2].Is(sql, "VERSION") || tokens[i + 2].Is(sql, "TIMESTAMP")) || !IsSymbol(i + 3, '='))
            {
                continue;
            }

            for (var (close, depth) = (i + 1, 0); close < tokens.Count; close++)
            {
                depth += IsSymbol(close, '(') ? 1 : IsSymbol(close, ')') ? -1 : 0;
                if (depth == 0)
                {
                    return new AtText(
                        start, tokens[nameEnd].End, tokens[i].Start, tokens[close].End, sql[tokens[i + 4].End..tokens[close].Start]);
                }
            }
        }

        return null;

        bool IsSymbol(int at, char symbol) => tokens[at].Kind == SqlTokenKind.Symbol && sql[tokens[at].Start] == symbol;
    }

    private static int Index(IReadOnlyList<SqlToken> tokens, int start)
    {
        var (low, high) = (0, tokens.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = tokens[middle].End <= start ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
