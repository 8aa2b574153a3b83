using Apache.Arrow;

namespace Talentys.Query.Kept.Files;

/// <summary>
/// The rows of a result in a file, batch by batch and in each column by column, with an index in memory: any cell is found
/// without reading others, and rows can be read while more are written.
/// </summary>
internal sealed class RowFile(LeasedFile file, Schema schema) : IDisposable
{
    private readonly Lock gate = new();
    private readonly List<BatchPlace> batches = [];
    private IReadOnlyList<ArrayShape> shapes = [];

    public Schema Schema => schema;

    /// <summary>Rows that can be read by now.</summary>
    public long Rows { get; private set; }

    /// <summary>Bytes written.</summary>
    public long Bytes => file.Length;

    /// <summary>Number of batches.</summary>
    public int Batches
    {
        get
        {
            lock (gate)
            {
                return batches.Count;
            }
        }
    }

    /// <summary>Appends a batch; one writer at a time.</summary>
    public async Task AppendAsync(RecordBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Length == 0)
        {
            return;
        }

        var starts = new long[batch.ColumnCount + 1];
        List<ReadOnlyMemory<byte>> pieces = [];
        starts[0] = file.Length;
        for (var column = 0; column < batch.ColumnCount; column++)
        {
            var before = pieces.Count;
            pieces.AddRange(ArrayBlock.Pieces(batch.Column(column).Data));
            starts[column + 1] = starts[column] + pieces.Skip(before).Sum(piece => (long)piece.Length);
        }

        if (shapes.Count == 0)
        {
            shapes = [.. Enumerable.Range(0, batch.ColumnCount).Select(column => ArrayShape.Of(batch.Column(column).Data))];
        }

        await file.AppendAsync(pieces, cancellationToken);
        lock (gate)
        {
            batches.Add(new BatchPlace(Rows, batch.Length, starts));
            Rows += batch.Length;
        }
    }

    /// <summary>Keeps the file until the lease is disposed; null when it is going already.</summary>
    public IDisposable? Lease() => file.Lease();

    /// <summary>The batch that holds a row.</summary>
    public (int Batch, BatchPlace Place) Find(long row)
    {
        lock (gate)
        {
            var (low, high) = (0, batches.Count - 1);
            while (low < high)
            {
                var middle = (low + high + 1) / 2;
                (low, high) = batches[middle].FirstRow <= row ? (middle, high) : (low, middle - 1);
            }

            return (low, batches[low]);
        }
    }

    /// <summary>A whole column of a batch.</summary>
    public IArrowArray Column(int batch, int column)
    {
        var place = At(batch);
        var block = new byte[place.Starts[column + 1] - place.Starts[column]];
        file.Read(block, place.Starts[column]);
        return ArrayBlock.Read(block, shapes[column]);
    }

    /// <summary>A whole batch.</summary>
    public RecordBatch Batch(int batch) => new(
        schema, Enumerable.Range(0, schema.FieldsList.Count).Select(column => Column(batch, column)), At(batch).Rows);

    /// <summary>Whether rows of a column can be read without the others.</summary>
    public bool IsPlain(int column) => shapes[column].IsPlain;

    /// <summary>Rows of a plain column of a batch.</summary>
    public ColumnRange Range(BatchPlace place, int column, int from, int to) =>
        ColumnRange.Read(file, place.Starts[column], shapes[column].Type, from, to);

    /// <summary>One cell.</summary>
    public ColumnRange Cell(long row, int column)
    {
        var (batch, place) = Find(row);
        var at = (int)(row - place.FirstRow);
        return IsPlain(column) ? Range(place, column, at, at + 1) : new ColumnRange(Column(batch, column), at);
    }

    public void Dispose() => file.Dispose();

    /// <summary>A place of a batch.</summary>
    public BatchPlace At(int batch)
    {
        lock (gate)
        {
            return batches[batch];
        }
    }
}

/// <summary>Where a batch is: its first row, its rows, and where each column starts (one more for the end).</summary>
internal sealed record BatchPlace(long FirstRow, int Rows, long[] Starts);
