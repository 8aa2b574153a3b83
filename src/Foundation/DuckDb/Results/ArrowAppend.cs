using Apache.Arrow;
using Apache.Arrow.C;
using Talentys.DuckDb.Faults;
using Talentys.DuckDb.Native;

namespace Talentys.DuckDb.Results;

/// <summary>Puts Arrow batches into a table, in pieces of the engine's vector size.</summary>
internal static unsafe class ArrowAppend
{
    private const int VectorRows = 2048;

    /// <summary>Appends a batch, whose columns are those of the table in order and type.</summary>
    public static void Append(nint connection, string table, RecordBatch batch)
    {
        var schema = CArrowSchema.Create();
        nint converted = 0, appender = 0;
        try
        {
            CArrowSchemaExporter.ExportSchema(batch.Schema, schema);
            NativeErrors.Check(DuckNative.SchemaFromArrow(connection, schema, out converted));
            Check(DuckNative.CreateAppender(connection, null, table, out appender), appender);
            for (var row = 0; row < batch.Length; row += VectorRows)
            {
                // Not disposed: a slice shares its memory with the batch, which the caller disposes.
                AppendPiece(connection, appender, converted, batch.Slice(row, Math.Min(VectorRows, batch.Length - row)));
            }

            Check(DuckNative.CloseAppender(appender), appender);
        }
        finally
        {
            if (appender != 0)
            {
                _ = DuckNative.DestroyAppender(ref appender);
            }

            if (converted != 0)
            {
                DuckNative.DestroyConvertedSchema(ref converted);
            }

            CArrowSchema.Free(schema);
        }
    }

    private static void AppendPiece(nint connection, nint appender, nint converted, RecordBatch piece)
    {
        CArrowArray array = default;
        nint chunk = 0;
        try
        {
            // The call owns the array from here on.
            CArrowArrayExporter.ExportRecordBatch(piece, &array);
            NativeErrors.Check(DuckNative.ChunkFromArrow(connection, &array, converted, out chunk));
            Check(DuckNative.AppendChunk(appender, chunk), appender);
        }
        finally
        {
            if (chunk != 0)
            {
                DuckNative.DestroyChunk(ref chunk);
            }
        }
    }

    private static void Check(int state, nint appender)
    {
        if (state != 0)
        {
            throw EngineFaults.Of(appender == 0 ? "The table cannot be appended to." : NativeText.Read(DuckNative.AppenderError(appender)));
        }
    }
}
