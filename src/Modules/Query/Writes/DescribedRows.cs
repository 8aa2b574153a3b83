using Apache.Arrow;
using Talentys.DuckDb.Public;

namespace Talentys.Query.Writes;

/// <summary>Columns of a query that was only described: it gives no rows.</summary>
internal sealed class DescribedRows(Schema schema) : IEngineResult
{
    public Schema Schema => schema;

    public ValueTask<RecordBatch?> NextAsync(CancellationToken cancellationToken) => ValueTask.FromResult<RecordBatch?>(null);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
