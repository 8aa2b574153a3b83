using Talentys.Contracts;
using Talentys.Kernel;

namespace Talentys.Query.Statements;

/// <summary>Forms of statements that the engine's parser does not read: EXPLAIN with its options, SHOW COLUMNS and SHOW CREATE.</summary>
internal static class StatementForms
{
    private static readonly string[] Formats = ["text", "default", "json", "yaml", "graphviz", "mermaid", "html"];

    /// <summary>The number of tokens before the statement that is explained; 0 when it is not EXPLAIN.</summary>
    /// <exception cref="FaultException"><c>query.explain_option</c>, <c>query.syntax</c>.</exception>
    public static int Explained(string sql, List<SqlToken> tokens)
    {
        if (!Is(0, "EXPLAIN"))
        {
            return 0;
        }

        var at = Is(1, "ANALYZE") ? 2 : 1;
        if (at == 1 && IsSymbol(1, '(') && tokens.Count > 2 && tokens[2].Kind == SqlTokenKind.Word && !StatementText.Reads(tokens[2].In(sql)))
        {
            at = 2;
            do
            {
                at += Option(at);
            }
            while (IsSymbol(at, ',') && at++ > 0);
            if (!IsSymbol(at, ')'))
            {
                throw Unknown(at);
            }

            at++;
        }

        return at < tokens.Count ? at : throw new FaultException(Fault.Invalid("query.syntax", "EXPLAIN needs a statement.", TextPlace.Of(sql, tokens[^1].Start)));

        int Option(int first) =>
            Is(first, "ANALYZE") ? Is(first + 1, "TRUE") || Is(first + 1, "ON") ? 2 : 1
            : Is(first, "FORMAT") && first + 1 < tokens.Count && Formats.Contains(tokens[first + 1].In(sql).Trim("'\"").ToString(), StringComparer.OrdinalIgnoreCase) ? 2
            : throw Unknown(first);

        FaultException Unknown(int where) => new(Fault.Invalid(
            "query.explain_option", "EXPLAIN has no such option.", TextPlace.Of(sql, tokens[Math.Min(where, tokens.Count - 1)].Start),
            $"Write EXPLAIN (ANALYZE, FORMAT json) SELECT ...; the formats are {string.Join(", ", Formats)}."));

        bool Is(int index, string word) => index < tokens.Count && tokens[index].Is(sql, word);

        bool IsSymbol(int index, char symbol) => index < tokens.Count && tokens[index].Kind == SqlTokenKind.Symbol && sql[tokens[index].Start] == symbol;
    }

    /// <summary>SHOW COLUMNS FROM and SHOW CREATE as DESCRIBE, which is shorter: what follows stays in its place.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="tokens">Its tokens.</param>
    /// <param name="first">Where it begins.</param>
    /// <param name="create">Whether it asks how the table or view was made.</param>
    public static string Shown(string sql, List<SqlToken> tokens, int first, out bool create)
    {
        create = false;
        if (tokens.Count < first + 3 || !tokens[first].Is(sql, "SHOW"))
        {
            return sql;
        }

        int name;
        if (tokens.Count > first + 3 && tokens[first + 1].Is(sql, "COLUMNS") && (tokens[first + 2].Is(sql, "FROM") || tokens[first + 2].Is(sql, "IN")))
        {
            name = first + 3;
        }
        else if (first == 0 && tokens.Count > 3 && tokens[1].Is(sql, "CREATE") && (tokens[2].Is(sql, "TABLE") || tokens[2].Is(sql, "VIEW")))
        {
            (name, create) = (3, true);
        }
        else
        {
            return sql;
        }

        const string describe = "DESCRIBE";
        var start = tokens[first].Start;
        var blank = TextEdit.Blank(sql, start, tokens[name].Start).Text;
        // line ends among the words stay where they are
        return blank.IndexOfAny(['\n', '\r']) is >= 0 and var line && line < describe.Length
            ? $"{sql[..start]}{blank[..^(describe.Length + 1)]}{describe} {sql[tokens[name].Start..]}"
            : $"{sql[..start]}{describe}{blank[describe.Length..]}{sql[tokens[name].Start..]}";
    }
}
