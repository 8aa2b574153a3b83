using Apache.Arrow;
using Talentys.DuckDb.Public;

namespace Talentys.Query.Engines;

/// <summary>Rows whose statement holds a place in the admission queue until they are disposed.</summary>
internal sealed class AdmittedResult(IEngineResult inner, IDisposable place) : IEngineResult
{
    public Schema Schema => inner.Schema;

    public ValueTask<RecordBatch?> NextAsync(CancellationToken cancellationToken) => inner.NextAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await inner.DisposeAsync();
        }
        finally
        {
            place.Dispose();
        }
    }
}
