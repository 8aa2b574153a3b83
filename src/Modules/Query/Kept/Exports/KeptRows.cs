using Apache.Arrow;
using Talentys.DuckDb.Public;
using Talentys.Query.Kept.Files;
using Talentys.Query.Public;

namespace Talentys.Query.Kept.Exports;

/// <summary>The rows of a kept result, one batch in memory at a time, for the formats that write rows.</summary>
internal sealed class KeptRows(string id, RowFile rows) : IQueryRows
{
    private int next;

    public string Id => id;

    public string Command => "SELECT";

    public Schema Schema => rows.Schema;

    public ValueTask<RecordBatch?> NextAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(next < rows.Batches ? rows.Batch(next++) : null);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>Rows that the engine has put into an order, under the names of the result.</summary>
internal sealed class OrderedRows(string id, IEngineResult inner, IReadOnlyList<string> names) : IQueryRows
{
    public string Id => id;

    public string Command => "SELECT";

    public Schema Schema { get; } = new(
        inner.Schema.FieldsList.Select((field, i) => new Field(names[i], field.DataType, field.IsNullable)), null);

    public async ValueTask<RecordBatch?> NextAsync(CancellationToken cancellationToken)
    {
        // not disposed: its arrays go on in the batch that bears the names
        var batch = await inner.NextAsync(cancellationToken);
        return batch is null ? null : new RecordBatch(Schema, batch.Arrays, batch.Length);
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
