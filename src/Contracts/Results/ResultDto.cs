namespace Talentys.Contracts;

/// <summary>The result of a statement, kept on the server while a page looks at it.</summary>
/// <param name="Id">Identifier of the result and of its statement.</param>
/// <param name="State">running, succeeded, failed or cancelled.</param>
/// <param name="Columns">Columns; empty until they are known.</param>
/// <param name="Rows">Rows that can be read by now.</param>
/// <param name="Truncated">Whether the statement had more rows than are kept.</param>
/// <param name="StartedAt">When it was asked for.</param>
/// <param name="ElapsedMs">Milliseconds so far, or until its last row.</param>
/// <param name="Fault">Why it failed, or null.</param>
public sealed record ResultDto(
    string Id,
    string State,
    IReadOnlyList<ResultColumn> Columns,
    long Rows,
    bool Truncated,
    DateTimeOffset StartedAt,
    double ElapsedMs,
    ProblemFault? Fault)
{
    /// <summary>Its place among the statements that wait, 1 for the next one; null when it does not wait.</summary>
    public int? Queue { get; init; }

    /// <summary>Whose view of the tables it takes; null for the one who asked.</summary>
    public string? As { get; init; }

    /// <summary>Whether an access policy hides rows of its tables from whom it is shown to.</summary>
    public bool HidesRows { get; init; }
}

/// <summary>A column of a result.</summary>
/// <param name="Name">Name; may occur twice.</param>
/// <param name="Type">SQL type.</param>
public sealed record ResultColumn(string Name, string Type)
{
    /// <summary>Name of the mask through which the values of the column are seen; null for true values, and where it is made of several columns.</summary>
    public string? Mask { get; init; }
}

/// <summary>A window of a result.</summary>
/// <param name="Offset">Number of the first row, from 0.</param>
/// <param name="FirstColumn">Number of the first column, from 0.</param>
/// <param name="Rows">Cells as text; null is null. A long cell is cut.</param>
/// <param name="Cut">Cells that were cut: index of the row in this window, index of the column in the result, characters in all.</param>
public sealed record ResultWindow(
    long Offset, int FirstColumn, IReadOnlyList<IReadOnlyList<string?>> Rows, IReadOnlyList<CutCell> Cut)
{
    /// <summary>Number of the first row of the next page; null after the last one of a result that has ended.</summary>
    public long? Next { get; init; }
}

/// <summary>A cell that was cut in a window.</summary>
/// <param name="Row">Index of the row in the window.</param>
/// <param name="Column">Index of the column in the result.</param>
/// <param name="Length">Characters of the whole cell.</param>
public sealed record CutCell(int Row, int Column, long Length);

/// <summary>What a column of a result holds.</summary>
/// <param name="Rows">Rows.</param>
/// <param name="Nulls">Rows without a value.</param>
/// <param name="Distinct">Distinct values, approximately.</param>
/// <param name="Min">Least value, as text.</param>
/// <param name="Max">Greatest value, as text.</param>
/// <param name="Mean">Mean of a column of numbers.</param>
/// <param name="Frequent">Most frequent values with their rows.</param>
/// <param name="Bins">Histogram of a column of numbers or times: lower bound as text and rows.</param>
public sealed record ResultStatistics(
    long Rows,
    long Nulls,
    long Distinct,
    string? Min,
    string? Max,
    double? Mean,
    IReadOnlyList<ValueCount> Frequent,
    IReadOnlyList<ValueCount> Bins);

/// <summary>A value and how many rows have it.</summary>
/// <param name="Value">Value as text; null is null.</param>
/// <param name="Rows">Rows.</param>
public sealed record ValueCount(string? Value, long Rows);
