using Talentys.DuckDb.Public;
using Talentys.Kernel;

namespace Talentys.Query.Results;

/// <summary>
/// A database on disk for rows on their way to a file. Its blocks are small: the engine holds at least one of each column in
/// memory, and with its usual 256 kB a table of 2,000 columns would not fit. All happens in one transaction that is never
/// committed: the file is thrown away, so that neither a log of it nor a last pass over it is worth its time.
/// </summary>
internal static class WorkTable
{
    /// <summary>Columns from which rows are so long that the engine's vectors of them fill its memory.</summary>
    public const int Wide = 200;

    private const int BlockBytes = 16 * 1024;

    /// <summary>Memory for a table of some columns: rows are sorted and grouped in vectors of 2,048.</summary>
    public static long MemoryBytes(int columns) => EngineBudget.Least + (Math.Max(columns - Wide, 0) * (512L << 10));

    /// <summary>Makes the database in a folder; what the connection makes from then on is there.</summary>
    public static Task BeginAsync(DuckConnection connection, string folder, CancellationToken cancellationToken) => connection.ExecuteAsync(
        $"ATTACH {SqlText.Literal(Path.Combine(folder, "rows.db"))} AS work (BLOCK_SIZE {BlockBytes}); USE work; BEGIN", cancellationToken);

    /// <summary>Throws the database away; the connection and the engine are as they were before.</summary>
    public static async Task EndAsync(DuckConnection connection, string folder)
    {
        await connection.ExecuteAsync("ROLLBACK; USE memory; DETACH work", CancellationToken.None);
        File.Delete(Path.Combine(folder, "rows.db"));
    }

    /// <summary>Rows of a group in a Parquet file: few where there are many columns, for a group is made in memory.</summary>
    public static long GroupRows(int columns) => Math.Clamp(20_000_000 / Math.Max(columns, 1), 2048, 122_880);
}
