namespace Talentys.Query.Statements;

/// <summary>A piece of a statement: where it stands and what it is.</summary>
internal readonly record struct SqlToken(SqlTokenKind Kind, int Start, int Length)
{
    /// <summary>The text of the token.</summary>
    public ReadOnlySpan<char> In(string sql) => sql.AsSpan(Start, Length);

    /// <summary>Whether it is this keyword, in any case.</summary>
    public bool Is(string sql, string word) =>
        Kind == SqlTokenKind.Word && In(sql).Equals(word, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Sort of a token.</summary>
internal enum SqlTokenKind
{
    Word,
    QuotedName,
    Text,
    Number,
    Symbol,
}
