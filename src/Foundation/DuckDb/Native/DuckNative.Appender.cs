using System.Runtime.InteropServices;
using Apache.Arrow.C;

namespace Talentys.DuckDb.Native;

/// <summary>Rows into a table, from Arrow.</summary>
internal static unsafe partial class DuckNative
{
    [LibraryImport(Library, EntryPoint = "duckdb_appender_create", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int CreateAppender(nint connection, string? schema, string table, out nint appender);

    [LibraryImport(Library, EntryPoint = "duckdb_appender_error")]
    public static partial byte* AppenderError(nint appender);

    /// <summary>Writes what is left; says whether that went well.</summary>
    [LibraryImport(Library, EntryPoint = "duckdb_appender_close")]
    public static partial int CloseAppender(nint appender);

    [LibraryImport(Library, EntryPoint = "duckdb_appender_destroy")]
    public static partial int DestroyAppender(ref nint appender);

    [LibraryImport(Library, EntryPoint = "duckdb_append_data_chunk")]
    public static partial int AppendChunk(nint appender, nint chunk);

    /// <summary>Gives error data that the caller destroys, or null.</summary>
    [LibraryImport(Library, EntryPoint = "duckdb_schema_from_arrow")]
    public static partial nint SchemaFromArrow(nint connection, CArrowSchema* schema, out nint converted);

    [LibraryImport(Library, EntryPoint = "duckdb_destroy_arrow_converted_schema")]
    public static partial void DestroyConvertedSchema(ref nint converted);

    /// <summary>Takes the array over. Gives error data that the caller destroys, or null.</summary>
    [LibraryImport(Library, EntryPoint = "duckdb_data_chunk_from_arrow")]
    public static partial nint ChunkFromArrow(nint connection, CArrowArray* array, nint converted, out nint chunk);
}
