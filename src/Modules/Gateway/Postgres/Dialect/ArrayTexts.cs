using Talentys.Kernel;

namespace Talentys.Gateway.Postgres.Dialect;

/// <summary><c>'{a,b}'::text[]</c>, arrays as PostgreSQL writes them, and <c>indkey[0]</c>, whose places are counted from 0.</summary>
internal sealed class ArrayTexts : IDialectRule
{
    private static readonly string[] FromZero = ["indkey", "indoption", "indclass", "indcollation", "proargtypes", "stxkeys", "partattrs"];

    public void Apply(DialectInput input, List<TextEdit> edits, bool[] done)
    {
        for (var index = 0; index < input.Count; index++)
        {
            if (input.IsText(index) && !done[index] && input.Tokens[index].In(input.Sql) is ['\'', '{', .. var inner, '}', '\''] && IsArray(input, index + 1)
                && !inner.ContainsAny("{\"\\"))
            {
                var items = inner.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
                edits.Add(input.Replace(index, index, $"[{string.Join(", ", items.Select(item => item.Equals("NULL", StringComparison.OrdinalIgnoreCase) ? "NULL" : $"'{item}'"))}]"));
                done[index] = true;
            }
            else if (input.IsAnyName(index) && input.IsSymbol(index + 1, '[') && FromZero.Contains(input.NameOf(index), StringComparer.OrdinalIgnoreCase))
            {
                edits.Add(new TextEdit(input.Tokens[index + 1].End, 0, "1 + "));
            }
        }
    }

    private static bool IsArray(DialectInput input, int at)
    {
        if (!input.IsSymbol(at, ':') || !input.IsSymbol(at + 1, ':'))
        {
            return false;
        }

        for (at += 2; at < input.Count && (input.IsAnyName(at) || input.IsSymbol(at, '.')); at++)
        {
            // the type's name
        }

        return input.IsSymbol(at, '[') && input.IsSymbol(at + 1, ']');
    }
}
