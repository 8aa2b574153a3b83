namespace Talentys.Contracts;

/// <summary>A piece of a statement: where it stands and what it is.</summary>
/// <param name="Kind">Its sort.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">Its characters.</param>
public readonly record struct SqlToken(SqlTokenKind Kind, int Start, int Length)
{
    /// <summary>Where it ends.</summary>
    public int End => Start + Length;

    /// <summary>The text of the token.</summary>
    public ReadOnlySpan<char> In(string sql) => sql.AsSpan(Start, Length);

    /// <summary>Whether it is this keyword, in any case.</summary>
    public bool Is(string sql, string word) =>
        Kind == SqlTokenKind.Word && In(sql).Equals(word, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Sort of a token.</summary>
public enum SqlTokenKind
{
    /// <summary>A name or keyword.</summary>
    Word,

    /// <summary>A name in quotes.</summary>
    QuotedName,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>One other character.</summary>
    Symbol,
}
