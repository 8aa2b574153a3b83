using Apache.Arrow;

namespace Talentys.Gateway.Postgres.Results;

/// <summary>Columns without rows.</summary>
internal sealed class NoRows(Schema schema) : IRows
{
    public Schema Schema => schema;

    public bool IsLive => false;

    public ValueTask<RecordBatch?> NextAsync(CancellationToken cancellationToken) => ValueTask.FromResult<RecordBatch?>(null);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
