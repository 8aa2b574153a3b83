namespace Talentys.Query.Public;

/// <summary>What statements write and return, and what they read.</summary>
/// <param name="Columns">Each column that is written or returned, in the order of the statements; one for each written column, however often it is written.</param>
/// <param name="Reads">Columns that the statements use, by table, with those that only decide about rows.</param>
/// <param name="Warnings">What could not be told, with its place.</param>
public sealed record LineageAnswer(
    IReadOnlyList<ColumnLineage> Columns, IReadOnlyDictionary<string, IReadOnlyList<string>> Reads, IReadOnlyList<LineageWarning> Warnings);

/// <summary>The lineage of one column.</summary>
/// <param name="Table">The table or view that is written; null for a column of a result.</param>
/// <param name="Column">Its name.</param>
/// <param name="Kind">The strongest thing that happens on the way.</param>
/// <param name="Sources">Columns whose values are in it, in the order of their names.</param>
/// <param name="Influences">Columns that only decide whether, where or with what it stands, in the order of their names.</param>
public sealed record ColumnLineage(
    string? Table, string Column, LineageKind Kind, IReadOnlyList<LineageSource> Sources, IReadOnlyList<LineageInfluence> Influences)
{
    /// <summary>Table and column as one name.</summary>
    public string Target => Table is null ? Column : $"{Table}.{Column}";
}

/// <summary>A column that is part of a value.</summary>
/// <param name="Table">Its table, as the catalog writes it.</param>
/// <param name="Column">Its name.</param>
/// <param name="Kind">The strongest thing that happens to it.</param>
public sealed record LineageSource(string Table, string Column, LineageKind Kind)
{
    /// <summary>Table and column as one name.</summary>
    public string Name => $"{Table}.{Column}";
}

/// <summary>A column that has a say without being part of the value.</summary>
/// <param name="Table">Its table, as the catalog writes it.</param>
/// <param name="Column">Its name.</param>
/// <param name="Kind">How.</param>
public sealed record LineageInfluence(string Table, string Column, LineageInfluenceKind Kind)
{
    /// <summary>Table and column as one name.</summary>
    public string Name => $"{Table}.{Column}";
}

/// <summary>Something that could not be told.</summary>
/// <param name="Message">One sentence.</param>
/// <param name="Place">Where: <c>line 2, column 5</c>.</param>
public sealed record LineageWarning(string Message, string? Place);

/// <summary>What happens to values, from the least to the most.</summary>
public enum LineageKind
{
    /// <summary>They are as they were.</summary>
    Copied,

    /// <summary>Something is made of them, a cast too.</summary>
    Computed,

    /// <summary>Those of several rows become one.</summary>
    Aggregated,
}

/// <summary>How a column has a say.</summary>
public enum LineageInfluenceKind
{
    /// <summary>WHERE, HAVING, QUALIFY, EXISTS, FILTER or LIMIT.</summary>
    Filtered,

    /// <summary>A condition of a join.</summary>
    Joined,

    /// <summary>GROUP BY, DISTINCT or PARTITION BY.</summary>
    Grouped,

    /// <summary>ORDER BY.</summary>
    Ordered,
}
