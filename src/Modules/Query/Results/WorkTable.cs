using Talentys.DuckDb.Public;
using Talentys.Kernel;

namespace Talentys.Query.Results;

/// <summary>
/// A database on disk for rows on their way to a file. Its blocks are small: the engine holds at least one of each column in
/// memory, and with its usual 256 kB a table of 2,000 columns would not fit.
/// </summary>
internal static class WorkTable
{
    private const int BlockBytes = 16 * 1024;

    /// <summary>Makes the database in a folder; what the connection makes from then on is there.</summary>
    public static Task BeginAsync(DuckConnection connection, string folder, CancellationToken cancellationToken) => connection.ExecuteAsync(
        $"ATTACH {SqlText.Literal(Path.Combine(folder, "rows.db"))} AS work (BLOCK_SIZE {BlockBytes}); USE work", cancellationToken);

    /// <summary>Rows of a group in a Parquet file: few where there are many columns, for a group is made in memory.</summary>
    public static long GroupRows(int columns) => Math.Clamp(20_000_000 / Math.Max(columns, 1), 2048, 122_880);
}
