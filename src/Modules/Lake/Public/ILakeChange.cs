using Talentys.DuckDb.Public;
using Talentys.Kernel;

namespace Talentys.Lake.Public;

/// <summary>
/// A change of rows in progress: what is done becomes visible together, at the commit, and each step sees what the steps
/// before it did. Conditions and values are SQL of trusted callers over the columns of the table, as <c>target."column"</c>
/// or by name alone.
/// </summary>
/// <remarks>
/// Whether files are written anew or rows are marked as deleted beside them is told by the table's properties
/// <c>write.delete.mode</c>, <c>write.update.mode</c> and <c>write.merge.mode</c>: <c>copy-on-write</c> (when nothing is told) or
/// <c>merge-on-read</c>. What others may have committed meanwhile is told by <c>write.delete.isolation-level</c> and its like:
/// <c>serializable</c> (when nothing is told) or <c>snapshot</c>.
/// </remarks>
public interface ILakeChange : ILakeWrite
{
    /// <summary>The SELECT of the rows as the change sees them: those of the version it began with, and what it did since.</summary>
    Task<string> SelectSqlAsync(CancellationToken cancellationToken);

    /// <summary>Deletes the rows for which a condition is true.</summary>
    Task<RowCounts> DeleteAsync(DuckConnection connection, string condition, CancellationToken cancellationToken);

    /// <summary>Gives columns other values in the rows for which a condition is true.</summary>
    /// <param name="connection">Where the rows are worked on.</param>
    /// <param name="values">Expressions by column.</param>
    /// <param name="condition">The condition; null for all rows.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<RowCounts> UpdateAsync(
        DuckConnection connection, IReadOnlyDictionary<string, string> values, string? condition, CancellationToken cancellationToken);

    /// <summary>Brings rows of a SELECT together with those of the table.</summary>
    /// <exception cref="FaultException"><c>lake.merge_ambiguous</c>: two rows of the source match one of the table.</exception>
    Task<RowCounts> MergeAsync(DuckConnection connection, LakeMerge merge, CancellationToken cancellationToken);

    /// <summary>The rows of a SELECT take the place of those for which a condition is true.</summary>
    Task<RowCounts> OverwriteAsync(DuckConnection connection, string select, string condition, CancellationToken cancellationToken);

    /// <summary>The rows of a SELECT take the place of all rows in the partitions that they belong to, whatever came between.</summary>
    Task<RowCounts> OverwritePartitionsAsync(DuckConnection connection, string select, CancellationToken cancellationToken);

    /// <summary>
    /// The rows as the change sees them for a statement that finds out elsewhere which of them it means: with two further columns that
    /// tell where each row is (<see cref="RowEdits.FileColumn"/>, <see cref="RowEdits.PositionColumn"/>), as <see cref="ApplyAsync"/> takes them.
    /// </summary>
    /// <param name="filter">What is asked of the rows; files that cannot have such a row are left out.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<LakeTable> OpenRowsAsync(ScanFilter filter, CancellationToken cancellationToken);

    /// <summary>Changes rows by where they are, as <see cref="OpenRowsAsync"/> of this change told it.</summary>
    Task<RowCounts> ApplyAsync(DuckConnection connection, RowEdits edits, CancellationToken cancellationToken);

    /// <summary>Whether it has done anything.</summary>
    bool IsIdle { get; }

    /// <summary>Removes all rows, whatever came between. Only as the first step, or in a transaction.</summary>
    void Truncate();

    /// <summary>Adds properties to the snapshot summary, beside those of the commit.</summary>
    void Note(IReadOnlyDictionary<string, string> properties);
}

/// <summary>Rows that a step changed.</summary>
/// <param name="Inserted">New ones.</param>
/// <param name="Updated">Ones with other values.</param>
/// <param name="Deleted">Ones that went.</param>
public sealed record RowCounts(long Inserted, long Updated, long Deleted);

/// <summary>Rows that are changed by where they are. Each SELECT is over tables of the connection; a row is named once at most.</summary>
public sealed record RowEdits
{
    /// <summary>Column of the number of the file that a row is in.</summary>
    public const string FileColumn = "__talentys_file";

    /// <summary>Column of the row's position in its file.</summary>
    public const string PositionColumn = "__talentys_position";

    /// <summary>The word of the statement, by whose properties it is done: <c>delete</c>, <c>update</c> or <c>merge</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The SELECT of rows that go: file and position; null for none.</summary>
    public string? Deleted { get; init; }

    /// <summary>The SELECT of rows that get other values: file, position, and the columns that change by their names; null for none.</summary>
    public string? Updated { get; init; }

    /// <summary>The columns that change.</summary>
    public IReadOnlyList<string> UpdatedColumns { get; init; } = [];

    /// <summary>The SELECT of rows that come, with columns by their names; those that it has not are null. Null for none.</summary>
    public string? Inserted { get; init; }

    /// <summary>The columns that it has.</summary>
    public IReadOnlyList<string> InsertedColumns { get; init; } = [];
}

/// <summary>A merge: <c>target</c> is the table, <c>source</c> the rows that come.</summary>
public sealed record LakeMerge
{
    /// <summary>The SELECT of the rows that come; it runs once.</summary>
    public required string Source { get; init; }

    /// <summary>When a row of the source and one of the table match, for example <c>target.id = source.id</c>.</summary>
    public required string On { get; init; }

    /// <summary>What happens to a row of the table that matches: the first clause whose condition holds.</summary>
    public IReadOnlyList<MergeClause> WhenMatched { get; init; } = [];

    /// <summary>What happens to a row of the source that matches none.</summary>
    public IReadOnlyList<MergeClause> WhenNotMatched { get; init; } = [];

    /// <summary>What happens to a row of the table that matches none.</summary>
    public IReadOnlyList<MergeClause> WhenNotMatchedBySource { get; init; } = [];
}

/// <summary>A clause of a merge.</summary>
/// <param name="Condition">When it applies, beside the match; null always.</param>
public abstract record MergeClause(string? Condition)
{
    /// <summary>Columns get other values; null takes all columns that the source has by their names.</summary>
    public sealed record Update(IReadOnlyDictionary<string, string>? Values = null, string? Condition = null) : MergeClause(Condition);

    /// <summary>The row goes.</summary>
    public sealed record Delete(string? Condition = null) : MergeClause(Condition);

    /// <summary>A row comes; null takes all columns that the source has by their names.</summary>
    public sealed record Insert(IReadOnlyDictionary<string, string>? Values = null, string? Condition = null) : MergeClause(Condition);
}
