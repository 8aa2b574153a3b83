using Talentys.Kernel;

namespace Talentys.Gateway.Postgres.Dialect;

/// <summary>
/// <c>pg_catalog.</c> before functions and types, <c>OPERATOR(pg_catalog.~)</c>, <c>COLLATE pg_catalog.default</c>. Before tables
/// it stays: that is a statement about the catalog.
/// </summary>
internal sealed class CatalogPrefixes : IDialectRule
{
    public void Apply(DialectInput input, List<TextEdit> edits, bool[] done)
    {
        for (var index = 0; index < input.Count; index++)
        {
            if (input.IsName(index, "collate") && (input.IsName(index + 1, "default") || input.IsName(index + 1, "C") || input.IsName(index + 1, "POSIX")))
            {
                edits.Add(input.Replace(index, index + 1, ""));
                index++;
            }
            else if (input.IsName(index, "collate") && input.IsName(index + 1, "pg_catalog") && input.IsSymbol(index + 2, '.'))
            {
                edits.Add(input.Replace(index, Math.Min(index + 3, input.Count - 1), ""));
                index += 3;
            }
            else if (input.IsName(index, "operator") && input.IsSymbol(index + 1, '(') && input.IsName(index + 2, "pg_catalog") && input.IsSymbol(index + 3, '.'))
            {
                var end = index + 4;
                while (end < input.Count && !input.IsSymbol(end, ')'))
                {
                    end++;
                }

                if (end < input.Count && end > index + 4)
                {
                    edits.Add(new TextEdit(input.Tokens[index].Start, input.Tokens[index + 4].Start - input.Tokens[index].Start, " "));
                    edits.Add(input.Replace(end, end, " "));
                }
            }
            else if ((input.IsName(index, "pg_catalog") || input.IsName(index, "information_schema")) && input.IsSymbol(index + 1, '.') && input.IsAnyName(index + 2)
                && (input.IsSymbol(index + 3, '(') || input.AfterCast(index) || input.IsName(index - 1, "as")))
            {
                edits.Add(new TextEdit(input.Tokens[index].Start, input.Tokens[index + 2].Start - input.Tokens[index].Start, ""));
                done[index] = done[index + 1] = true;
            }
        }
    }
}
