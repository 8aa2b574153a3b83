namespace Talentys.Ui.Shell;

/// <summary>Addresses of things.</summary>
public static class Addresses
{
    // what the engine reserves, or does not take as a name everywhere
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
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

    /// <summary>A table's page.</summary>
    public static string Table(string schema, string table) => $"t/{Uri.EscapeDataString(schema)}/{Uri.EscapeDataString(table)}";

    /// <summary>A source's page.</summary>
    public static string Source(string name) => $"sources/{Uri.EscapeDataString(name)}";

    /// <summary>A run's page.</summary>
    public static string Run(string id) => $"r/{Uri.EscapeDataString(id)}";

    /// <summary>The SQL page with a statement in a new draft.</summary>
    public static string Sql(string sql) => $"sql?q={Uri.EscapeDataString(sql)}";

    /// <summary>A name as SQL writes it: quoted where it must be.</summary>
    public static string Quoted(string name) =>
        name.Length > 0 && (char.IsAsciiLetterLower(name[0]) || name[0] == '_') && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_') && !Reserved.Contains(name)
            ? name
            : "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
