using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Statements;

namespace Talentys.Query.Writes;

/// <summary>
/// Columns of other tables in RETURNING, <c>UPDATE t ... FROM o ... RETURNING o.price</c>: the row of each such table is a struct of its name
/// beside the new row. A star means the table that is changed, as in DuckDB.
/// </summary>
internal static class OtherRows
{
    /// <summary>The other tables that RETURNING names, in quotes.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="others">Where they stand.</param>
    /// <param name="returning">What is returned.</param>
    /// <param name="table">The table that is changed.</param>
    /// <param name="alias">Its name in the statement, in quotes.</param>
    public static IReadOnlyList<string> Of(SplitStatement statement, SqlSpan? others, SqlSpan? returning, LakeTable table, string alias)
    {
        if (others is not { } from || returning is not { } returned)
        {
            return [];
        }

        var known = Names(statement.Text(from), static (_, after) => after != '.').ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. Names(statement.Text(returned), static (before, after) => after == '.' && before != '.').Where(known.Contains)
            .Where(name => SqlText.Quote(name) != alias && !table.Columns.Any(column => string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase)))
            .Distinct(StringComparer.OrdinalIgnoreCase).Select(SqlText.Quote)];
    }

    /// <summary>Adds the rows to the columns of a query.</summary>
    public static ComposedText Add(ComposedText text, IReadOnlyList<string> names) => text.Add(string.Concat(names.Select(name => $", {name} AS {name}")));

    // what is no table's name on one side is not found on the other
    private static IEnumerable<string> Names(string sql, Func<char, char, bool> fits)
    {
        var tokens = SqlTokenizer.Tokens(sql);
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName && fits(Symbol(i - 1), Symbol(i + 1)))
            {
                var text = tokens[i].In(sql).ToString();
                yield return tokens[i].Kind == SqlTokenKind.Word ? text : text[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal);
            }
        }

        char Symbol(int index) => index >= 0 && index < tokens.Count && tokens[index].Kind == SqlTokenKind.Symbol ? sql[tokens[index].Start] : ' ';
    }
}
