using Apache.Arrow;
using Apache.Arrow.Types;

namespace Talentys.Gateway.Postgres.Results;

/// <summary>A few rows of texts that are made here.</summary>
internal sealed class MemoryRows : IRows
{
    private RecordBatch? batch;

    public MemoryRows(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string?>> rows)
    {
        Schema = SchemaOf(columns);
        batch = new RecordBatch(
            Schema,
            columns.Select((_, column) =>
            {
                var texts = new StringArray.Builder();
                foreach (var row in rows)
                {
                    texts.Append(row[column]);
                }

                return texts.Build();
            }),
            rows.Count);
    }

    public Schema Schema { get; }

    public bool IsLive => false;

    /// <summary>Columns of text.</summary>
    public static Schema SchemaOf(IReadOnlyList<string> columns) => new(columns.Select(name => new Field(name, StringType.Default, true)), null);

    public ValueTask<RecordBatch?> NextAsync(CancellationToken cancellationToken)
    {
        var given = batch is { Length: > 0 } ? batch : null;
        batch = null;
        return ValueTask.FromResult(given);
    }

    public ValueTask DisposeAsync()
    {
        batch?.Dispose();
        return ValueTask.CompletedTask;
    }
}
