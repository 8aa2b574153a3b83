using Apache.Arrow;

namespace Talentys.Gateway.Postgres.Results;

/// <summary>A result of which a client takes as many rows as it likes, and more later.</summary>
internal sealed class OpenResult(IRows rows) : IAsyncDisposable
{
    private IRows rows = rows;
    private RecordBatch? batch;

    public Schema Schema => rows.Schema;

    public bool IsLive => rows.IsLive;

    /// <summary>The next row in the current batch.</summary>
    public int Next { get; set; }

    /// <summary>A batch that has a next row; null at the end.</summary>
    public async ValueTask<RecordBatch?> CurrentAsync(CancellationToken cancellationToken)
    {
        while (batch is null || Next >= batch.Length)
        {
            batch?.Dispose();
            Next = 0;
            batch = await rows.NextAsync(cancellationToken);
            if (batch is null)
            {
                return null;
            }
        }

        return batch;
    }

    /// <summary>Gives the place at the engine back: what is left goes to a file.</summary>
    public async Task SpoolAsync(string folder, CancellationToken cancellationToken)
    {
        if (rows.IsLive)
        {
            rows = await SpooledRows.TakeAsync(rows, folder, cancellationToken);
        }
    }

    /// <summary>Ends it; who asks afterwards finds no more rows.</summary>
    public ValueTask DisposeAsync()
    {
        batch?.Dispose();
        batch = null;
        var last = rows;
        rows = new NoRows(last.Schema); // nothing is left of it, and it holds no place
        return last.DisposeAsync();
    }
}
