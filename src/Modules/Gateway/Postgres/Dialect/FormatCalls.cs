using Talentys.Kernel;

namespace Talentys.Gateway.Postgres.Dialect;

/// <summary><c>format('%I', x)</c>: the engine's function of that name has another language; <c>printf</c> is the one that is like it.</summary>
internal sealed class FormatCalls : IDialectRule
{
    public void Apply(DialectInput input, List<TextEdit> edits, bool[] done)
    {
        for (var index = 0; index + 2 < input.Count; index++)
        {
            if (input.IsName(index, "format") && input.IsSymbol(index + 1, '(') && input.IsText(index + 2) && !done[index + 2]
                && input.Tokens[index + 2].In(input.Sql).Contains('%'))
            {
                var text = input.Tokens[index + 2].In(input.Sql).ToString();
                edits.Add(input.Replace(index, index, "printf"));
                edits.Add(input.Replace(index + 2, index + 2, text.Replace("%I", "%s", StringComparison.Ordinal).Replace("%L", "%s", StringComparison.Ordinal)));
                done[index + 2] = true;
            }
        }
    }
}
