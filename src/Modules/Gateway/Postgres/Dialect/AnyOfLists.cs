using Talentys.Kernel;

namespace Talentys.Gateway.Postgres.Dialect;

/// <summary>
/// <c>a.attnum = ANY (ix.indkey)</c>, of two columns. The engine makes a subquery of it, which it does not take in the condition of
/// an outer join.
/// </summary>
internal sealed class AnyOfLists : IDialectRule
{
    public void Apply(DialectInput input, List<TextEdit> edits, bool[] done)
    {
        for (var index = 1; index < input.Count; index++)
        {
            if (!input.IsSymbol(index, '=') || !(input.IsName(index + 1, "any") || input.IsName(index + 1, "some")) || !input.IsSymbol(index + 2, '('))
            {
                continue;
            }

            var first = input.Operand(index - 1);
            var close = index + 3;
            while (close < input.Count && !input.IsSymbol(close, ')'))
            {
                close++;
            }

            if (close < input.Count && IsColumn(input, first, index - 1) && IsColumn(input, index + 3, close - 1))
            {
                edits.Add(input.Replace(first, close, $"list_contains({Text(input, index + 3, close - 1)}, {Text(input, first, index - 1)})"));
                done.AsSpan(first, close - first + 1).Fill(true);
            }
        }
    }

    // name, or name.name
    private static bool IsColumn(DialectInput input, int first, int last) =>
        input.IsAnyName(first) && (last == first || (last == first + 2 && input.IsSymbol(first + 1, '.') && input.IsAnyName(last)));

    private static string Text(DialectInput input, int first, int last) => input.Sql[input.Tokens[first].Start..input.Tokens[last].End];
}
