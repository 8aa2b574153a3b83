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
        var names = SqlPlaceholder.Of(text, SqlTokenizer.Tokens(text)).Select(one => one.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return order.NamedParameters.Where(pair => names.Contains(pair.Key)).ToDictionary(pair => pair.Key, pair => pair.Value);
    }

    private static (int Asked, int Highest) Of(SplitStatement statement)
    {
        var text = statement.Text(statement.Span);
        var tokens = SqlTokenizer.Tokens(text);
        return (
            tokens.Count(token => token.Kind == SqlTokenKind.Symbol && text[token.Start] == '?'),
            SqlPlaceholder.Of(text, tokens).Select(one => int.TryParse(one.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).DefaultIfEmpty().Max());
    }
}
