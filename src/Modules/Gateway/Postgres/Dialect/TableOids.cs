using Talentys.Kernel;

namespace Talentys.Gateway.Postgres.Dialect;

/// <summary><c>c.tableoid</c> and <c>c.xmin</c> of a system table: columns that PostgreSQL's tables have without being asked, and the engine's views do not.</summary>
internal sealed class TableOids : IDialectRule
{
    public void Apply(DialectInput input, List<TextEdit> edits, bool[] done)
    {
        for (var index = 2; index < input.Count; index++)
        {
            var row = input.IsName(index, "xmin") || input.IsName(index, "xmax");
            if ((row || input.IsName(index, "tableoid")) && input.IsSymbol(index - 1, '.') && input.IsAnyName(index - 2) && !input.IsSymbol(index - 3, '.')
                && TableOf(input, input.NameOf(index - 2)) is { } table)
            {
                edits.Add(input.Replace(index - 2, index, row ? "1" : $"to_regclass('{table}')"));
                done[index] = done[index - 2] = true;
            }
        }
    }

    /// <summary>The system table that a name means: <c>pg_class c</c>, <c>pg_class AS c</c>, <c>pg_class</c>.</summary>
    private static string? TableOf(DialectInput input, string name)
    {
        for (var index = 0; index < input.Count; index++)
        {
            if (input.IsAnyName(index) && input.NameOf(index) is ['p', 'g', '_', ..] table && table != "pg_catalog" && !input.IsSymbol(index + 1, '(') && !input.IsSymbol(index + 1, '.')
                && (table == name || input.IsName(index + 1, name) || (input.IsName(index + 1, "as") && input.IsName(index + 2, name))))
            {
                return table;
            }
        }

        return null;
    }
}
