using Talentys.Contracts;
using Talentys.Kernel;

namespace Talentys.Query.SystemTables;

/// <summary>How statements name system tables, and how they are named where they are kept.</summary>
internal static class SystemTableNames
{
    /// <summary>PostgreSQL's catalog.</summary>
    public const string Catalog = "pg_catalog";

    /// <summary>The standard's.</summary>
    public const string Information = "information_schema";

    /// <summary>The catalog beside a world that holds them: no table of a lake is ever there.</summary>
    public const int Slot = 1000;

    /// <summary>Whether a schema is one of system tables; nothing else is found in it.</summary>
    public static bool IsSystem(string? schema) =>
        string.Equals(schema, Catalog, StringComparison.OrdinalIgnoreCase) || string.Equals(schema, Information, StringComparison.OrdinalIgnoreCase);

    /// <summary>A name as PostgreSQL writes it in definitions: in quotes only where it must.</summary>
    public static string Quoted(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_')
            ? name
            : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Columns that are written with their schema, <c>pg_catalog.pg_class.oid</c>: it goes, for the tables are kept elsewhere.</summary>
    public static IEnumerable<TextEdit> Columns(string sql, IReadOnlyList<SqlToken> tokens)
    {
        for (var index = 0; index + 3 < tokens.Count; index++)
        {
            if (IsSystem(Name(sql, tokens[index])) && IsSymbol(sql, tokens[index + 1], '.') && Name(sql, tokens[index + 2]) is not null
                && IsSymbol(sql, tokens[index + 3], '.') && !(index > 0 && IsSymbol(sql, tokens[index - 1], '.')))
            {
                yield return new TextEdit(tokens[index].Start, tokens[index + 2].Start - tokens[index].Start, "");
            }
        }
    }

    /// <summary>The schema before a call of one of the functions here, which goes; null when it is not found.</summary>
    public static TextEdit? Call(string sql, IReadOnlyList<SqlToken> tokens, int start, string name)
    {
        for (var index = 0; index + 1 < tokens.Count; index++)
        {
            if (tokens[index].Start != start)
            {
                continue;
            }

            var at = index;
            while (at + 2 < tokens.Count && IsSymbol(sql, tokens[at + 1], '.') && Name(sql, tokens[at + 2]) is not null)
            {
                at += 2;
            }

            return string.Equals(Name(sql, tokens[at]), name, StringComparison.OrdinalIgnoreCase) && IsSymbol(sql, tokens[Math.Min(at + 1, tokens.Count - 1)], '(')
                ? new TextEdit(start, tokens[at].Start - start, "")
                : null;
        }

        return null;
    }

    private static string? Name(string sql, SqlToken token) => token.Kind switch
    {
        SqlTokenKind.Word => token.In(sql).ToString(),
        SqlTokenKind.QuotedName => token.In(sql)[1..^1].ToString().Replace("\"\"", "\"", StringComparison.Ordinal),
        _ => null,
    };

    private static bool IsSymbol(string sql, SqlToken token, char symbol) => token.Kind == SqlTokenKind.Symbol && sql[token.Start] == symbol;
}
