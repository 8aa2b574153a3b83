using Apache.Arrow;

namespace Talentys.DuckDb.Public;

/// <summary>The answer for a statement that was only described: a schema and no rows.</summary>
public sealed class DescribedResult(Schema schema) : IEngineResult
{
    /// <inheritdoc/>
    public Schema Schema => schema;

    /// <inheritdoc/>
    public ValueTask<RecordBatch?> NextAsync(CancellationToken cancellationToken) => ValueTask.FromResult<RecordBatch?>(null);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
