using Apache.Arrow;
using Talentys.DuckDb.Columns;
using Talentys.DuckDb.Native;
using Talentys.DuckDb.Statements;
using Talentys.Kernel;

namespace Talentys.DuckDb.Results;

/// <summary>
/// Reads a result as Arrow batches. The engine's chunks have at most 2,048 rows; joining them by copying vectors straight
/// into the buffers of a large batch is faster than the engine's own conversion of each followed by joining.
/// </summary>
internal sealed unsafe class ArrowBatches : IDisposable
{
    private const int RowsOfBatch = 64 * 1024;

    /// <summary>A batch of long texts or of very many columns ends when it has this many bytes.</summary>
    private const long BytesOfBatch = 32 * 1024 * 1024;

    private readonly NativeResult result;
    private ColumnBuilder?[] builders = [];
    private ForeignColumns? foreign;
    private nint options;

    /// <summary>The first batch is one chunk, so that a person sees something soon; each further one is twice as long.</summary>
    private int rowsWanted = 1;

    private ArrowBatches(NativeResult result)
    {
        this.result = result;
        options = DuckNative.ResultArrowOptions(result.Pointer);
    }

    public Schema Schema { get; private set; } = new([], null);

    /// <summary>Takes a result over.</summary>
    public static ArrowBatches Of(NativeResult result)
    {
        var batches = new ArrowBatches(result);
        try
        {
            batches.ReadSchema();
            return batches;
        }
        catch (FaultException)
        {
            batches.Dispose();
            throw;
        }
    }

    /// <summary>The next batch; null at the end.</summary>
    public RecordBatch? Next()
    {
        var rows = 0;
        while (rows < rowsWanted && result.Fetch() is var chunk && chunk != 0)
        {
            try
            {
                rows += Append(chunk);
            }
            finally
            {
                DuckNative.DestroyChunk(ref chunk);
            }

            if (rows > 0 && (foreign is { CanJoin: false } || builders.Sum(builder => builder?.Bytes ?? 0) > BytesOfBatch))
            {
                break;
            }
        }

        rowsWanted = Math.Min(Math.Max(rowsWanted * 2, 4096), RowsOfBatch);
        return rows == 0 ? null : Build(rows);
    }

    public void Dispose()
    {
        foreign?.Dispose();
        foreach (var builder in builders)
        {
            builder?.Dispose();
        }

        if (options != 0)
        {
            DuckNative.DestroyArrowOptions(ref options);
        }

        result.Dispose();
    }

    private int Append(nint chunk)
    {
        var rows = (int)DuckNative.ChunkSize(chunk);
        if (rows == 0)
        {
            return 0;
        }

        for (var column = 0; column < builders.Length; column++)
        {
            builders[column]?.Append(DuckNative.ChunkVector(chunk, (ulong)column), rows);
        }

        foreign?.Append(chunk);
        return rows;
    }

    private RecordBatch Build(int rows)
    {
        var arrays = new IArrowArray[builders.Length];
        for (var column = 0; column < builders.Length; column++)
        {
            if (builders[column] is { } builder)
            {
                arrays[column] = builder.Build();
            }
        }

        foreign?.Build(arrays);
        return new RecordBatch(Schema, arrays, rows);
    }

    private void ReadSchema()
    {
        var count = (int)DuckNative.ColumnCount(result.Pointer);
        var types = new nint[count];
        var names = stackalloc byte*[count];
        for (var column = 0; column < count; column++)
        {
            types[column] = DuckNative.ColumnLogicalType(result.Pointer, (ulong)column);
            names[column] = DuckNative.ColumnName(result.Pointer, (ulong)column);
        }

        try
        {
            fixed (nint* first = types)
            {
                Schema = EngineTypes.Schema(options, first, names, count);
            }

            builders = [.. types.Select((type, column) => ColumnBuilder.For(type, Schema.FieldsList[column].DataType))];
            int[] others = [.. Enumerable.Range(0, count).Where(column => builders[column] is null)];
            if (others.Length > 0)
            {
                foreign = new ForeignColumns(others, Schema, [.. others.Select(column => types[column])], options);
                System.Array.ForEach(others, column => types[column] = 0);
            }
        }
        finally
        {
            for (var column = 0; column < count; column++)
            {
                DuckNative.DestroyLogicalType(ref types[column]);
            }
        }
    }
}
