namespace Talentys.Kernel;

/// <summary>Quotes names and values for SQL. The only way that text enters a statement that the platform composes.</summary>
public static class SqlText
{
    /// <summary>A quoted identifier: <c>"a""b"</c>.</summary>
    public static string Quote(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A quoted schema and table: <c>"s"."t"</c>.</summary>
    public static string Quote(TableName table) => $"{Quote(table.Schema)}.{Quote(table.Name)}";

    /// <summary>A string literal: <c>'it''s'</c>.</summary>
    /// <exception cref="ArgumentException">The text holds a NUL character, which no literal can carry.</exception>
    public static string Literal(string text) => text.Contains('\0', StringComparison.Ordinal)
        ? throw new ArgumentException("A SQL literal cannot hold a NUL character.", nameof(text))
        : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A list of string literals: <c>['a', 'b']</c>.</summary>
    public static string List(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(Literal))}]";
}
