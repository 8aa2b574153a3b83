using Apache.Arrow;
using Talentys.DuckDb.Public;

namespace Talentys.Query.Engines;

/// <summary>Rows of a statement whose files are kept here until they are disposed.</summary>
/// <param name="inner">The rows.</param>
/// <param name="lease">Keeps the files.</param>
/// <param name="seen">Batches that were taken out already; null among them is the end.</param>
internal sealed class LeasedResult(IEngineResult inner, IDisposable lease, params RecordBatch?[] seen) : IEngineResult
{
    private int next;

    public Schema Schema => inner.Schema;

    public ValueTask<RecordBatch?> NextAsync(CancellationToken cancellationToken) =>
        next < seen.Length ? ValueTask.FromResult(seen[next++]) : inner.NextAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        try
        {
            foreach (var left in seen[next..])
            {
                left?.Dispose();
            }

            await inner.DisposeAsync();
        }
        finally
        {
            lease.Dispose();
        }
    }
}
