namespace Talentys.Contracts;

/// <summary>Names as SQL writes them. Here because server and page must quote alike.</summary>
public static class SqlIdentifiers
{
    // what the engine reserves, or does not take as a name everywhere
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "all", "analyse", "analyze", "and", "anti", "any", "array", "as", "asc", "asof", "asymmetric", "authorization", "between", "binary", "both",
        "case", "cast", "check", "collate", "collation", "column", "columns", "concurrently", "constraint", "create", "cross", "default", "deferrable",
        "desc", "describe", "distinct", "do", "else", "end", "except", "exists", "extract", "false", "fetch", "for", "foreign", "freeze", "from", "full",
        "generated", "glob", "group", "having", "ilike", "in", "initially", "inner", "intersect", "interval", "into", "is", "isnull", "join", "lambda",
        "lateral", "leading", "left", "like", "limit", "map", "natural", "not", "notnull", "null", "offset", "on", "only", "or", "order", "outer",
        "overlaps", "overlay", "pivot", "pivot_longer", "pivot_wider", "placing", "position", "positional", "primary", "qualify", "references",
        "returning", "right", "row", "select", "semi", "show", "similar", "some", "struct", "substring", "summarize", "symmetric", "table", "tablesample",
        "then", "to", "trailing", "trim", "true", "try_cast", "union", "unique", "unpack", "unpivot", "using", "values", "variadic", "verbose", "when",
        "where", "window", "with",
    };

    /// <summary>Whether a word is the engine's own, in any case.</summary>
    public static bool IsReserved(string word) => Reserved.Contains(word);

    /// <summary>A name as SQL writes it: quoted where it must be.</summary>
    public static string Quoted(string name) =>
        name.Length > 0 && (char.IsAsciiLetterLower(name[0]) || name[0] == '_') && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_') && !Reserved.Contains(name)
            ? name
            : "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    /// <summary>The name that a token means: without its quotes.</summary>
    public static string Of(string sql, SqlToken token)
    {
        var text = token.In(sql);
        if (token.Kind != SqlTokenKind.QuotedName)
        {
            return text.ToString();
        }

        var closed = text.Length > 1 && text[^1] == '"';
        return text[1..(closed ? ^1 : ^0)].ToString().Replace("\"\"", "\"", StringComparison.Ordinal);
    }
}
