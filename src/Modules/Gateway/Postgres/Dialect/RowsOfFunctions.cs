using Talentys.Kernel;

namespace Talentys.Gateway.Postgres.Dialect;

/// <summary>
/// Functions in places where PostgreSQL takes them and the engine does not, or not as rows: <c>SELECT generate_series(1, 3)</c> is a row for
/// each number, and <c>FROM lower('A')</c>, as drivers call procedures, a table with the value.
/// </summary>
internal sealed class RowsOfFunctions : IDialectRule
{
    private static readonly HashSet<string> OfTables = new(StringComparer.OrdinalIgnoreCase)
    {
        "generate_series", "range", "unnest", "json_each", "json_tree", "repeat_row", "generate_subscripts", "regexp_split_to_table", "histogram", "histogram_values",
        "aclexplode", "values", "lateral", "select", "with",
    };

    public void Apply(DialectInput input, List<TextEdit> edits, bool[] done)
    {
        for (var index = 1; index < input.Count; index++)
        {
            if (!input.IsAnyName(index) || !input.IsSymbol(index + 1, '(') || done[index])
            {
                continue;
            }

            var close = input.Closing(index + 1);
            if (close == input.Count)
            {
                continue;
            }

            var name = input.NameOf(index);
            if (name.Equals("generate_series", StringComparison.OrdinalIgnoreCase) && input.Clause(index) == "select")
            {
                edits.Add(new TextEdit(input.Tokens[index].Start, 0, "unnest("));
                edits.Add(new TextEdit(input.Tokens[close].End, 0, input.IsItem(index, close) ? ") AS generate_series" : ")"));
            }
            else if (IsTable(input, index) && !OfTables.Contains(name) && !name.StartsWith("pg_", StringComparison.OrdinalIgnoreCase) && !name.StartsWith("read_", StringComparison.OrdinalIgnoreCase))
            {
                edits.Add(new TextEdit(input.Tokens[index].Start, 0, "(SELECT "));
                edits.Add(new TextEdit(input.Tokens[close].End, 0, End(input, index, close)));
            }
        }
    }

    /// <summary>Behind the call: its value has the name that is given to the table, and the function's where none is.</summary>
    public static string End(DialectInput input, int name, int close)
    {
        var alias = input.IsName(close + 1, "as") ? close + 2 : close + 1;
        return input.IsAlias(alias) ? $" AS {input.Tokens[alias].In(input.Sql)})" : $" AS {input.Tokens[name].In(input.Sql)}) AS {input.Tokens[name].In(input.Sql)}";
    }

    /// <summary>Whether a name stands where a table does: behind the FROM of a SELECT, not behind that of <c>extract(year FROM f(x))</c>.</summary>
    public static bool IsTable(DialectInput input, int index) =>
        (input.IsName(index - 1, "from") && input.Clause(index - 1) == "select" && !input.IsName(index - 2, "distinct")) || input.IsName(index - 1, "join");
}
