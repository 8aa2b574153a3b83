using System.Globalization;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Query.Statements;

namespace Talentys.Query.Syntax;

/// <summary>
/// Numbers parameters anew where some do not reach the engine, because they stand in AT clauses or in another part of the statement: the
/// engine wants all numbers from 1 on.
/// </summary>
internal static class ParameterPlaces
{
    /// <summary>The changes of the text, and the values in the new order; none and the same where nothing is to be changed.</summary>
    /// <param name="text">The statement.</param>
    /// <param name="values">The values of <c>$1</c> and <c>?</c>.</param>
    /// <param name="clauses">AT clauses, which do not reach the engine.</param>
    public static (IReadOnlyList<TextEdit> Edits, IReadOnlyList<object?> Values) Number(StatementText text, IReadOnlyList<object?> values, IReadOnlyList<AtText> clauses)
    {
        var sql = text.Sql;
        if (values.Count == 0 || (clauses.Count == 0 && !sql.Contains('$', StringComparison.Ordinal)))
        {
            return ([], values);
        }

        var used = new List<int>();
        var places = new List<(int Start, int Length, int Number)>();
        var tokens = text.Tokens;
        var position = 0;
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Kind != SqlTokenKind.Symbol || sql[tokens[i].Start] is not ('?' or '$'))
            {
                continue;
            }

            var (start, length, number) = (tokens[i].Start, tokens[i].Length, 0);
            if (sql[start] == '?')
            {
                number = ++position;
            }
            else if (i + 1 < tokens.Count && tokens[i + 1].Start == tokens[i].End && tokens[i + 1].Kind == SqlTokenKind.Number
                && int.TryParse(tokens[i + 1].In(sql), NumberStyles.None, CultureInfo.InvariantCulture, out number))
            {
                length += tokens[i + 1].Length;
            }

            if (number > 0 && number <= values.Count && !clauses.Any(at => start >= at.Start && start < at.End))
            {
                places.Add((start, length, number));
                used.Add(number);
            }
        }

        int[] order = [.. used.Distinct().Order()];
        return order.Length == 0 || order[^1] == order.Length
            ? ([], values)
            : ([.. places.Select(place => new TextEdit(place.Start, place.Length, string.Create(CultureInfo.InvariantCulture, $"${Array.IndexOf(order, place.Number) + 1}")))],
                [.. order.Select(number => values[number - 1])]);
    }
}
