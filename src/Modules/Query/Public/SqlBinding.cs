namespace Talentys.Query.Public;

/// <summary>What a statement would meet.</summary>
/// <param name="Findings">Why it cannot run; empty where nothing is certain.</param>
/// <param name="Columns">What it gives, with types where these are known (else empty); null where not even the names are.</param>
public sealed record SqlBinding(IReadOnlyList<SqlFinding> Findings, IReadOnlyList<(string Column, string Type)>? Columns)
{
    /// <summary>Where its columns come from; null where that cannot be told.</summary>
    public LineageAnswer? Lineage { get; init; }
}

/// <summary>One reason why a statement cannot run.</summary>
/// <param name="Kind">Its sort.</param>
/// <param name="Name">The function or type that is meant; empty for other sorts.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Place">Where: <c>line 2, column 5</c>.</param>
/// <param name="Mend">What to write instead, where that is known.</param>
public sealed record SqlFinding(SqlFindingKind Kind, string Name, string Message, string? Place, string? Mend);

/// <summary>Sorts of reasons.</summary>
public enum SqlFindingKind
{
    /// <summary>The engine's parser cannot read it.</summary>
    Syntax,

    /// <summary>There is no such function.</summary>
    Function,

    /// <summary>There is no such type.</summary>
    Type,

    /// <summary>A column is not there, or a name means several.</summary>
    Name,

    /// <summary>It does not fit together: arguments of a function, types that are compared, what is grouped.</summary>
    Shape,
}
