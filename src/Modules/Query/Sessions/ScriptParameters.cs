using System.Globalization;
using Talentys.Contracts;
using Talentys.Query.Public;
using Talentys.Query.Statements;

namespace Talentys.Query.Sessions;

/// <summary>Gives each statement of a text the parameters that it names: <c>?</c> counts through the text, <c>$1</c> and <c>$name</c> are those of the order.</summary>
internal sealed class ScriptParameters(QueryOrder order, IReadOnlyList<SplitStatement> statements)
{
    /// <summary>Values by position.</summary>
    public IReadOnlyList<object?> ByPosition(int number)
    {
        if (order.Parameters.Count == 0)
        {
            return [];
        }

        var (asked, highest) = Of(statements[number]);
        var before = statements.Take(number).Sum(statement => Of(statement).Asked);
        return asked > 0
            ? [.. order.Parameters.Skip(before).Take(asked)]
            : [.. order.Parameters.Take(highest)];
    }

    /// <summary>Values by name.</summary>
    public IReadOnlyDictionary<string, object?> ByName(int number)
    {
        if (order.NamedParameters.Count == 0)
        {
            return order.NamedParameters;
        }

        var text = statements[number].Text(statements[number].Span);
        var names = Dollars(text).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return order.NamedParameters.Where(pair => names.Contains(pair.Key)).ToDictionary(pair => pair.Key, pair => pair.Value);
    }

    private static (int Asked, int Highest) Of(SplitStatement statement)
    {
        var text = statement.Text(statement.Span);
        var asked = SqlTokenizer.Tokens(text).Count(token => token.Kind == SqlTokenKind.Symbol && text[token.Start] == '?');
        return (asked, Dollars(text).Select(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var one) ? one : 0).DefaultIfEmpty().Max());
    }

    /// <summary>What follows a dollar sign outside of texts and names.</summary>
    private static IEnumerable<string> Dollars(string text)
    {
        foreach (var token in SqlTokenizer.Tokens(text))
        {
            if (token.Kind == SqlTokenKind.Symbol && text[token.Start] == '$')
            {
                var end = token.End;
                while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
                {
                    end++;
                }

                yield return text[token.End..end];
            }
        }
    }
}
