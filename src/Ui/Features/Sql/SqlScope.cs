using Talentys.Contracts;
using Talentys.Ui.Shell;

namespace Talentys.Ui.Features.Sql;

/// <summary>What the cursor of a statement is in: the name that is typed, and the tables that are there.</summary>
/// <param name="From">Where the name that is typed begins.</param>
/// <param name="Prefix">The name so far.</param>
/// <param name="IsQuoted">Whether its quote is open.</param>
/// <param name="Path">The names before it with their dots.</param>
/// <param name="Tables">Tables of the statement.</param>
/// <param name="Names">Names that the statement gives by WITH.</param>
/// <param name="WantsTable">Whether a table stands here.</param>
public sealed record SqlScope(
    int From, string Prefix, bool IsQuoted, IReadOnlyList<string> Path, IReadOnlyList<SqlTable> Tables, IReadOnlyList<string> Names, bool WantsTable)
{
    private static readonly HashSet<string> NoAlias = new(StringComparer.OrdinalIgnoreCase)
    {
        "where", "on", "using", "join", "left", "right", "full", "inner", "outer", "cross", "natural", "asof", "anti", "semi", "positional", "group", "order", "having", "limit",
        "offset", "union", "except", "intersect", "window", "qualify", "sample", "tablesample", "select", "from", "set", "at", "pivot", "unpivot", "lateral",
    };

    /// <summary>What the cursor is in; null inside of a text or a comment.</summary>
    public static SqlScope? At(string text, int cursor)
    {
        var statement = SqlText.At(text, cursor);
        var (sql, at) = statement is not null && statement.Start <= cursor && cursor <= statement.End
            ? (statement.Sql, cursor - statement.Start)
            : statement is not null && cursor > statement.End && !text.AsSpan(statement.End, cursor - statement.End).Contains(';')
                ? (text[statement.Start..cursor], cursor - statement.Start)
                : ("", 0);
        var words = SqlTokenizer.Tokens(sql);
        var before = words.Where(word => word.Start < at).ToList();
        var typed = -1;
        if (before is [.., var last] && last.End >= at)
        {
            if (last.Kind is SqlTokenKind.Text or SqlTokenKind.Number)
            {
                return null;
            }

            typed = last.Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName ? before.Count - 1 : -1;
        }
        else if (before is [.., var end] && IsComment(sql, end.End, at))
        {
            return null;
        }

        var prefix = "";
        var from = cursor;
        var quoted = false;
        if (typed >= 0)
        {
            var word = before[typed];
            quoted = word.Kind == SqlTokenKind.QuotedName;
            prefix = SqlText.Name(sql[..at], word with { Length = at - word.Start });
            from = cursor - (at - word.Start);
            before.RemoveAt(typed);
        }

        var path = PathOf(sql, before);
        var lead = before.Count - 1 - (path.Count * 2);
        return new SqlScope(from, prefix, quoted, path, TablesOf(sql, words, at), NamesOf(sql, words), lead >= 0 && WantsTableAfter(sql, before, lead));
    }

    /// <summary>A name as it is inserted here.</summary>
    public string Quote(string name) => IsQuoted ? "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : Addresses.Quoted(name);

    private static bool IsComment(string sql, int from, int to)
    {
        var gap = sql.AsSpan(from, to - from);
        var line = gap.LastIndexOf("--");
        return (line >= 0 && !gap[line..].Contains('\n')) || gap.LastIndexOf("/*") > gap.LastIndexOf("*/");
    }

    private static List<string> PathOf(string sql, List<SqlToken> before)
    {
        var path = new List<string>();
        for (var i = before.Count - 1; i > 0 && Is(sql, before[i], '.') && IsName(before[i - 1]); i -= 2)
        {
            path.Insert(0, SqlText.Name(sql, before[i - 1]));
        }

        return path.Count > 2 ? path[^2..] : path;
    }

    private static bool WantsTableAfter(string sql, List<SqlToken> before, int lead)
    {
        // after FROM or JOIN, or after a comma of that list
        for (var i = lead; i >= 0; i--)
        {
            var word = before[i];
            var text = word.Kind == SqlTokenKind.Word ? Text(sql, word) : "";
            if (text is "from" or "join" or "describe" or "summarize" or "table")
            {
                return i == lead || Is(sql, before[lead], ',');
            }

            if (text is "select" or "where" or "on" or "by" or "having" or "using" || Is(sql, word, '(') || Is(sql, word, ')'))
            {
                return false;
            }
        }

        return false;
    }

    private static List<SqlTable> TablesOf(string sql, List<SqlToken> words, int at)
    {
        var tables = new List<SqlTable>();
        var (depth, from) = (0, -1);
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            depth += Is(sql, word, '(') ? 1 : Is(sql, word, ')') ? -1 : 0;
            from = depth < from ? -1 : from;
            var text = word.Kind == SqlTokenKind.Word ? Text(sql, word) : "";
            if (text is "from" or "join" or "summarize" or "describe")
            {
                from = depth;
            }
            else if (!(from == depth && Is(sql, word, ',')))
            {
                // a comma of the list brings one more table
                from = text is "where" or "group" or "order" or "having" or "limit" or "qualify" or "select" or "union" ? -1 : from;
                continue;
            }

            i = TableAt(sql, words, i + 1, at, tables) - 1;
        }

        return tables;
    }

    // reads "schema.table as alias" and tells the word after it
    private static int TableAt(string sql, List<SqlToken> words, int i, int at, List<SqlTable> tables)
    {
        var names = new List<string>();
        while (i < words.Count && IsName(words[i]))
        {
            // the name under the cursor is not there yet
            if (words[i].End == at && names.Count == 0 && words[i].Start < at && (i + 1 >= words.Count || !Is(sql, words[i + 1], '.')))
            {
                return i + 1;
            }

            names.Add(SqlText.Name(sql, words[i++]));
            if (i >= words.Count || !Is(sql, words[i], '.'))
            {
                break;
            }

            i++;
        }

        if (names.Count == 0 || (i < words.Count && Is(sql, words[i], '(')))
        {
            return i;
        }

        string? alias = null;
        if (i < words.Count && words[i].Kind == SqlTokenKind.Word && Text(sql, words[i]) == "as")
        {
            i++;
        }

        if (i < words.Count && IsName(words[i]) && words[i].End != at && !(words[i].Kind == SqlTokenKind.Word && NoAlias.Contains(Text(sql, words[i]))))
        {
            alias = SqlText.Name(sql, words[i++]);
        }

        tables.Add(new SqlTable(names.Count > 1 ? names[^2] : null, names[^1], alias));
        return i;
    }

    private static List<string> NamesOf(string sql, List<SqlToken> words)
    {
        var names = new List<string>();
        for (var i = 0; i + 2 < words.Count; i++)
        {
            if (IsName(words[i]) && words[i + 1].Kind == SqlTokenKind.Word && Text(sql, words[i + 1]) == "as" && Is(sql, words[i + 2], '(')
                && i > 0 && ((words[i - 1].Kind == SqlTokenKind.Word && Text(sql, words[i - 1]) is "with" or "recursive") || Is(sql, words[i - 1], ',')))
            {
                names.Add(SqlText.Name(sql, words[i]));
            }
        }

        return names;
    }

    private static bool IsName(SqlToken word) => word.Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName;

    private static bool Is(string sql, SqlToken word, char symbol) => word.Kind == SqlTokenKind.Symbol && sql[word.Start] == symbol;

    private static string Text(string sql, SqlToken word) => sql.Substring(word.Start, word.Length).ToLowerInvariant();
}

/// <summary>A table of a statement.</summary>
/// <param name="Schema">Its schema, where it is told.</param>
/// <param name="Name">Its name.</param>
/// <param name="Alias">What the statement calls it, or null.</param>
public sealed record SqlTable(string? Schema, string Name, string? Alias);
