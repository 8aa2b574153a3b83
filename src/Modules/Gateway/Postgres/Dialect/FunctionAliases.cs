using Talentys.Kernel;

namespace Talentys.Gateway.Postgres.Dialect;

/// <summary><c>FROM generate_series(1, 3) s</c>: where PostgreSQL calls the function's one column like the table, the engine does not.</summary>
internal sealed class FunctionAliases : IDialectRule
{
    private static readonly string[] Functions = ["generate_series", "unnest", "generate_subscripts", "regexp_split_to_table"];

    private static readonly HashSet<string> Others = new(StringComparer.OrdinalIgnoreCase)
    {
        "on", "where", "join", "left", "right", "full", "inner", "cross", "natural", "order", "group", "having", "limit", "offset", "union", "except",
        "intersect", "with", "using", "window", "qualify", "fetch", "for", "as",
    };

    public void Apply(DialectInput input, List<TextEdit> edits, bool[] done)
    {
        for (var index = 0; index < input.Count; index++)
        {
            if (!input.IsAnyName(index) || !input.IsSymbol(index + 1, '(') || !Functions.Contains(input.NameOf(index), StringComparer.OrdinalIgnoreCase))
            {
                continue;
            }

            var close = Closing(input, index + 1);
            var alias = input.IsName(close + 1, "as") ? close + 2 : close + 1;
            if (input.IsAnyName(alias) && !Others.Contains(input.NameOf(alias)) && !input.IsSymbol(alias + 1, '(') && IsTable(input, index))
            {
                edits.Add(new TextEdit(input.Tokens[alias].End, 0, $"({input.Tokens[alias].In(input.Sql)})"));
            }
        }
    }

    private static int Closing(DialectInput input, int open)
    {
        var depth = 0;
        for (var index = open; index < input.Count; index++)
        {
            depth += input.IsSymbol(index, '(') ? 1 : input.IsSymbol(index, ')') ? -1 : 0;
            if (depth == 0)
            {
                return index;
            }
        }

        return input.Count;
    }

    // whether FROM is nearer than SELECT, outside of brackets
    private static bool IsTable(DialectInput input, int index)
    {
        var depth = 0;
        for (var at = index - 1; at >= 0 && depth <= 0; at--)
        {
            depth += input.IsSymbol(at, '(') ? 1 : input.IsSymbol(at, ')') ? -1 : 0;
            if (depth == 0 && (input.IsName(at, "from") || input.IsName(at, "join")))
            {
                return true;
            }

            if (depth == 0 && (input.IsName(at, "select") || input.IsName(at, "where") || input.IsName(at, "by")))
            {
                return false;
            }
        }

        return false;
    }
}
