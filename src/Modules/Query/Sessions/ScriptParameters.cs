using System.Globalization;
using Talentys.Contracts;
using Talentys.Query.Public;
using Talentys.Query.Statements;

namespace Talentys.Query.Sessions;

/// <summary>Gives each statement of a text the parameters that it names: <c>?</c> counts through the text, <c>$1</c> and <c>$name</c> are those of the order.</summary>
internal sealed class ScriptParameters
{
    private readonly QueryOrder order;
    private readonly List<Asked> asked = [];

    public ScriptParameters(QueryOrder order, IReadOnlyList<SplitStatement> statements)
    {
        this.order = order;
        var before = 0;
        foreach (var statement in order.Parameters.Count + order.NamedParameters.Count == 0 ? [] : statements)
        {
            asked.Add(Asked.Of(statement, before));
            before += asked[^1].Marks;
        }
    }

    /// <summary>Values by position.</summary>
    public IReadOnlyList<object?> ByPosition(int number)
    {
        if (order.Parameters.Count == 0)
        {
            return [];
        }

        var one = asked[number];
        return one.Marks > 0
            ? [.. order.Parameters.Skip(one.Before).Take(one.Marks)]
            : [.. order.Parameters.Take(one.Highest)];
    }

    /// <summary>Values by name.</summary>
    public IReadOnlyDictionary<string, object?> ByName(int number)
    {
        if (order.NamedParameters.Count == 0)
        {
            return order.NamedParameters;
        }

        return order.NamedParameters.Where(pair => asked[number].Names.Contains(pair.Key)).ToDictionary(pair => pair.Key, pair => pair.Value);
    }

    /// <summary>What a statement asks for.</summary>
    /// <param name="Before">Question marks in the statements before it.</param>
    /// <param name="Marks">Its own.</param>
    /// <param name="Highest">The highest number after a dollar sign.</param>
    /// <param name="Names">What follows dollar signs outside of texts and names.</param>
    private sealed record Asked(int Before, int Marks, int Highest, HashSet<string> Names)
    {
        public static Asked Of(SplitStatement statement, int before)
        {
            var text = statement.Text(statement.Span);
            var tokens = SqlTokenizer.Tokens(text);
            var names = SqlPlaceholder.Of(text, tokens).Select(one => one.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
            return new Asked(
                before,
                tokens.Count(token => token.Kind == SqlTokenKind.Symbol && text[token.Start] == '?'),
                names.Select(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var one) ? one : 0).DefaultIfEmpty().Max(),
                names);
        }
    }
}
