using Apache.Arrow;
using Talentys.DuckDb.Public;

namespace Talentys.Gateway.Postgres.Results;

/// <summary>Rows that were left when a client paused, kept in a file so that they hold no place at an engine.</summary>
internal sealed class SpooledRows(SpooledResult kept) : IRows
{
    public Schema Schema => kept.Schema;

    public bool IsLive => false;

    /// <summary>Takes all that is left of rows, which are disposed.</summary>
    public static async Task<SpooledRows> TakeAsync(IRows rows, string folder, CancellationToken cancellationToken)
    {
        await using var taken = rows;
        return new SpooledRows(await SpooledResult.TakeAsync(rows.Schema, rows.NextAsync, Path.Combine(folder, Path.GetRandomFileName()), cancellationToken));
    }

    public ValueTask<RecordBatch?> NextAsync(CancellationToken cancellationToken) => kept.NextAsync(cancellationToken);

    public ValueTask DisposeAsync() => kept.DisposeAsync();
}
