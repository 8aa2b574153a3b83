using Talentys.Kernel;

namespace Talentys.Gateway.Postgres.Dialect;

/// <summary><c>FROM generate_series(1, 3) s</c>: where PostgreSQL calls the function's one column like the table, the engine does not.</summary>
internal sealed class FunctionAliases : IDialectRule
{
    private static readonly string[] Functions = ["generate_series", "unnest", "generate_subscripts", "regexp_split_to_table"];

    public void Apply(DialectInput input, List<TextEdit> edits, bool[] done)
    {
        for (var index = 0; index < input.Count; index++)
        {
            if (!input.IsAnyName(index) || !input.IsSymbol(index + 1, '(') || !Functions.Contains(input.NameOf(index), StringComparer.OrdinalIgnoreCase))
            {
                continue;
            }

            var close = input.Closing(index + 1);
            var alias = input.IsName(close + 1, "as") ? close + 2 : close + 1;
            if (input.IsAlias(alias) && !input.IsSymbol(alias + 1, '(') && input.Clause(index) is "from" or "join")
            {
                edits.Add(new TextEdit(input.Tokens[alias].End, 0, $"({input.Tokens[alias].In(input.Sql)})"));
            }
        }
    }
}
