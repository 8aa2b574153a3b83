using Apache.Arrow;
using Talentys.DuckDb.Public;

namespace Talentys.DuckDb.Results;

/// <summary>The answer for a statement that was only described: a schema and no rows.</summary>
internal sealed class DescribedResult(Schema schema) : IEngineResult
{
    public Schema Schema => schema;

    public ValueTask<RecordBatch?> NextAsync(CancellationToken cancellationToken) => ValueTask.FromResult<RecordBatch?>(null);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
