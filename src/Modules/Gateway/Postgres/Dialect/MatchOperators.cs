using Talentys.Kernel;

namespace Talentys.Gateway.Postgres.Dialect;

/// <summary>
/// <c>~</c>, <c>~*</c>, <c>!~</c>, <c>!~*</c> with a constant pattern. PostgreSQL looks for it anywhere in the text, the engine's
/// <c>~</c> compares the whole; ignoring case is a flag of the pattern.
/// </summary>
internal sealed class MatchOperators : IDialectRule
{
    public void Apply(DialectInput input, List<TextEdit> edits, bool[] done)
    {
        for (var index = 0; index < input.Count; index++)
        {
            if (!input.IsSymbol(index, '~') || (input.IsSymbol(index - 1, '~') && input.Touches(index - 1)) || (input.IsSymbol(index + 1, '~') && input.Touches(index)))
            {
                continue; // ~~ is LIKE, which the engine knows
            }

            var star = input.IsSymbol(index + 1, '*') && input.Touches(index);
            var pattern = index + (star ? 2 : 1);
            while (input.IsSymbol(pattern, ')') && pattern < input.Count - 1)
            {
                pattern++; // what was OPERATOR(pg_catalog.~)
            }

            if (!input.IsText(pattern) || input.Sql[input.Tokens[pattern].Start] != '\'')
            {
                continue;
            }

            if (star)
            {
                edits.Add(input.Replace(index + 1, index + 1, " "));
            }

            var token = input.Tokens[pattern];
            var text = input.Sql[(token.Start + 1)..(token.End - 1)];
            edits.Add(input.Replace(pattern, pattern, $"'(?s{(star ? "i" : "")}).*(?:{text}).*'"));
            done[pattern] = true;
        }
    }
}
