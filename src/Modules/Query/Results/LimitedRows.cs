using Apache.Arrow;
using Talentys.Query.Public;

namespace Talentys.Query.Results;

/// <summary>Rows up to a limit; knows whether more were there.</summary>
internal sealed class LimitedRows(IQueryRows rows, long? limit)
{
    public string Id => rows.Id;

    public Schema Schema => rows.Schema;

    /// <summary>Rows given so far.</summary>
    public long Count { get; private set; }

    /// <summary>Whether the limit cut the result.</summary>
    public bool Truncated { get; private set; }

    /// <summary>The next batch, which the caller disposes; null at the end or at the limit.</summary>
    public async ValueTask<RecordBatch?> NextAsync(CancellationToken cancellationToken)
    {
        if (Truncated || await rows.NextAsync(cancellationToken) is not { } batch)
        {
            return null;
        }

        var left = (limit ?? long.MaxValue) - Count;
        if (batch.Length <= left)
        {
            Count += batch.Length;
            return batch;
        }

        Truncated = true;
        Count += left;
        if (left > 0)
        {
            return batch.Slice(0, (int)left); // shares the batch's memory and frees it
        }

        batch.Dispose();
        return null;
    }
}
