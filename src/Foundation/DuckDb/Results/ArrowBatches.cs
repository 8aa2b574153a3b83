using Apache.Arrow;
using Apache.Arrow.C;
using Talentys.DuckDb.Faults;
using Talentys.DuckDb.Native;
using Talentys.DuckDb.Statements;
using Talentys.Kernel;

namespace Talentys.DuckDb.Results;

/// <summary>Reads a result as Arrow batches through the C data interface; the engine's chunks of 2,048 rows are joined.</summary>
internal sealed unsafe class ArrowBatches : IDisposable
{
    private const int RowsOfBatch = 32 * 1024;
    private readonly NativeResult result;
    private nint options;

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
            batches.Schema = batches.ReadSchema();
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
        List<RecordBatch> parts = [];
        var rows = 0;
        while (rows < RowsOfBatch && Fetch() is { } part)
        {
            parts.Add(part);
            rows += part.Length;
        }

        return parts.Count > 1 ? Join(parts, rows) : parts.FirstOrDefault();
    }

    public void Dispose()
    {
        if (options != 0)
        {
            DuckNative.DestroyArrowOptions(ref options);
        }

        result.Dispose();
    }

    private RecordBatch Join(List<RecordBatch> parts, int rows)
    {
        var columns = Enumerable.Range(0, Schema.FieldsList.Count)
            .Select(column => ArrowArrayConcatenator.Concatenate([.. parts.Select(part => part.Column(column))]))
            .ToList();
        parts.ForEach(part => part.Dispose());
        return new RecordBatch(Schema, columns, rows);
    }

    private RecordBatch? Fetch()
    {
        var chunk = result.Fetch();
        if (chunk == 0)
        {
            return null;
        }

        var array = CArrowArray.Create();
        try
        {
            Check(DuckNative.ChunkToArrow(options, chunk, array));
            return CArrowArrayImporter.ImportRecordBatch(array, Schema);
        }
        finally
        {
            DuckNative.DestroyChunk(ref chunk);
            CArrowArray.Free(array);
        }
    }

    private Schema ReadSchema()
    {
        var count = DuckNative.ColumnCount(result.Pointer);
        var types = stackalloc nint[(int)count];
        var names = stackalloc byte*[(int)count];
        for (ulong column = 0; column < count; column++)
        {
            types[column] = DuckNative.ColumnLogicalType(result.Pointer, column);
            names[column] = DuckNative.ColumnName(result.Pointer, column);
        }

        var schema = CArrowSchema.Create();
        try
        {
            Check(DuckNative.ToArrowSchema(options, types, names, count, schema));
            return CArrowSchemaImporter.ImportSchema(schema);
        }
        finally
        {
            CArrowSchema.Free(schema);
            for (ulong column = 0; column < count; column++)
            {
                DuckNative.DestroyLogicalType(ref types[column]);
            }
        }
    }

    private static void Check(nint error)
    {
        if (error == 0)
        {
            return;
        }

        try
        {
            if (DuckNative.ErrorDataHasError(error))
            {
                throw EngineFaults.Of(NativeText.Read(DuckNative.ErrorDataMessage(error)));
            }
        }
        finally
        {
            DuckNative.DestroyErrorData(ref error);
        }
    }
}
