namespace Talentys.Lake.Public;

/// <summary>
/// What a statement asks of the rows of a table, as far as it is understood: a row that fulfils the statement fulfils this.
/// Files that cannot have such a row are not read.
/// </summary>
public abstract record ScanFilter
{
    private ScanFilter()
    {
    }

    /// <summary>Nothing is asked.</summary>
    public static ScanFilter Everything { get; } = new All([]);

    /// <summary>No row is needed, only the columns.</summary>
    public static ScanFilter Nothing { get; } = new Any([]);

    /// <summary>All parts hold.</summary>
    public sealed record All(IReadOnlyList<ScanFilter> Parts) : ScanFilter;

    /// <summary>One of the parts holds.</summary>
    public sealed record Any(IReadOnlyList<ScanFilter> Parts) : ScanFilter;

    /// <summary>A column compares with constants. A column that the table does not have asks for nothing.</summary>
    public sealed record Condition(string Column, ScanOperator Operator, IReadOnlyList<ScanLiteral> Values) : ScanFilter;
}

/// <summary>How a column compares; null is no match but for <see cref="IsNull"/>.</summary>
public enum ScanOperator
{
    /// <summary>Is null.</summary>
    IsNull,

    /// <summary>Is not null.</summary>
    NotNull,

    /// <summary>Equals.</summary>
    Equal,

    /// <summary>Differs.</summary>
    NotEqual,

    /// <summary>Is less.</summary>
    Less,

    /// <summary>Is at most.</summary>
    LessOrEqual,

    /// <summary>Is greater.</summary>
    Greater,

    /// <summary>Is at least.</summary>
    GreaterOrEqual,

    /// <summary>Is one of.</summary>
    In,

    /// <summary>Is none of.</summary>
    NotIn,

    /// <summary>Begins with.</summary>
    StartsWith,

    /// <summary>Does not begin with.</summary>
    NotStartsWith,

    /// <summary>Is at most the first value, or at least the second.</summary>
    Outside,
}

/// <summary>A constant as a statement has it.</summary>
/// <param name="Type">Its type in the engine's words: <c>INTEGER</c>, <c>VARCHAR</c> (which the engine casts to the column's), <c>DATE</c>, ...</param>
/// <param name="Text">Its value in the engine's words: <c>2.50</c>, <c>2026-05-01</c>.</param>
public sealed record ScanLiteral(string Type, string Text);

/// <summary>The files of a table that a statement needs.</summary>
/// <param name="SelectSql">The SELECT that reads them.</param>
/// <param name="Version">Tells this selection of files from others: the same for the same version and files.</param>
/// <param name="Files">Data files that are read.</param>
/// <param name="AllFiles">Data files of the version.</param>
public sealed record TableScan(string SelectSql, string Version, long Files, long AllFiles)
{
    /// <summary>Rows of the files that are read.</summary>
    public long Rows { get; init; }

    /// <summary>Bytes of the files that are read, all columns of them.</summary>
    public long Bytes { get; init; }
}
