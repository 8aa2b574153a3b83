using Talentys.Contracts;
using Talentys.Lake.Public;
using Talentys.Query.Statements;

namespace Talentys.Query.Writes;

/// <summary>
/// <c>merge_action</c> in RETURNING of a MERGE: what was done with a row, as DuckDB tells it, also written as PostgreSQL's function. A
/// column of the table that is called so is the column.
/// </summary>
internal static class MergeActionWord
{
    private const string Word = "merge_action";

    /// <summary>Adds what is returned, with an expression in place of the word.</summary>
    public static void Take(ComposedText text, MergeStatement merge, SqlSpan returning, LakeTable table, string expression)
    {
        var tokens = table.Columns.Any(column => string.Equals(column.Name, Word, StringComparison.OrdinalIgnoreCase)) ? [] : SqlTokenizer.Tokens(merge.Text(returning));
        var sql = merge.Text(returning);
        var at = 0;
        for (var i = 0; i < tokens.Count; i++)
        {
            if (!tokens[i].Is(sql, Word) || Symbol(i - 1) == '.' || Symbol(i + 1) == '.' || tokens.ElementAtOrDefault(i - 1).Is(sql, "AS"))
            {
                continue;
            }

            var last = Symbol(i + 1) == '(' && Symbol(i + 2) == ')' ? i + 2 : i;
            var alone = (i == 0 || Symbol(i - 1) == ',') && (last == tokens.Count - 1 || Symbol(last + 1) == ',') && Depth(i) == 0;
            text.Take(new SqlSpan(returning.Start + at, returning.Start + tokens[i].Start)).Add(alone ? $"{expression} AS {Word}" : $"({expression})");
            at = tokens[last].End;
            i = last;
        }

        text.Take(new SqlSpan(returning.Start + at, returning.End));

        char Symbol(int index) => index >= 0 && index < tokens.Count && tokens[index].Kind == SqlTokenKind.Symbol ? sql[tokens[index].Start] : ' ';

        int Depth(int index) => tokens.Take(index).Sum(token => token.Kind != SqlTokenKind.Symbol ? 0 : sql[token.Start] switch { '(' or '[' or '{' => 1, ')' or ']' or '}' => -1, _ => 0 });
    }
}
