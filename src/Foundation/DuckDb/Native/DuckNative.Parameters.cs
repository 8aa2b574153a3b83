using System.Runtime.InteropServices;

namespace Talentys.DuckDb.Native;

/// <summary>Parameters of prepared statements.</summary>
internal static unsafe partial class DuckNative
{
    [LibraryImport(Library, EntryPoint = "duckdb_nparams")]
    public static partial ulong ParameterCount(nint prepared);

    /// <summary>Name of a parameter, the number as text for <c>?</c> and <c>$1</c>; freed by <see cref="Free"/>.</summary>
    [LibraryImport(Library, EntryPoint = "duckdb_parameter_name")]
    public static partial byte* ParameterName(nint prepared, ulong index);

    /// <summary>Type of a parameter, which the caller destroys; 0 where the engine cannot tell.</summary>
    [LibraryImport(Library, EntryPoint = "duckdb_param_logical_type")]
    public static partial nint ParameterType(nint prepared, ulong index);

    [LibraryImport(Library, EntryPoint = "duckdb_prepared_statement_column_count")]
    public static partial ulong PreparedColumnCount(nint prepared);

    /// <summary>Name of a column; freed by <see cref="Free"/>.</summary>
    [LibraryImport(Library, EntryPoint = "duckdb_prepared_statement_column_name")]
    public static partial byte* PreparedColumnName(nint prepared, ulong index);

    /// <summary>Type of a column, which the caller destroys.</summary>
    [LibraryImport(Library, EntryPoint = "duckdb_prepared_statement_column_logical_type")]
    public static partial nint PreparedColumnType(nint prepared, ulong index);

    [LibraryImport(Library, EntryPoint = "duckdb_connection_get_arrow_options")]
    public static partial void ConnectionArrowOptions(nint connection, out nint options);

    [LibraryImport(Library, EntryPoint = "duckdb_create_logical_type")]
    public static partial nint CreateLogicalType(DuckType type);

    /// <summary>Name that the type was given besides its own (JSON), or null; freed by <see cref="Free"/>.</summary>
    [LibraryImport(Library, EntryPoint = "duckdb_logical_type_get_alias")]
    public static partial byte* TypeAlias(nint type);

    /// <summary>A value of an enum; null where it has fewer; freed by <see cref="Free"/>.</summary>
    [LibraryImport(Library, EntryPoint = "duckdb_enum_dictionary_value")]
    public static partial byte* EnumValue(nint type, ulong index);

    /// <summary>Type of a list's elements, to be destroyed.</summary>
    [LibraryImport(Library, EntryPoint = "duckdb_list_type_child_type")]
    public static partial nint ListElementType(nint type);

    /// <summary>Type of the elements of an array of fixed size, to be destroyed.</summary>
    [LibraryImport(Library, EntryPoint = "duckdb_array_type_child_type")]
    public static partial nint ArrayElementType(nint type);

    [LibraryImport(Library, EntryPoint = "duckdb_bind_null")]
    public static partial int BindNull(nint prepared, ulong index);

    [LibraryImport(Library, EntryPoint = "duckdb_bind_boolean")]
    public static partial int BindBoolean(nint prepared, ulong index, [MarshalAs(UnmanagedType.U1)] bool value);

    [LibraryImport(Library, EntryPoint = "duckdb_bind_int64")]
    public static partial int BindInt64(nint prepared, ulong index, long value);

    [LibraryImport(Library, EntryPoint = "duckdb_bind_uint64")]
    public static partial int BindUInt64(nint prepared, ulong index, ulong value);

    [LibraryImport(Library, EntryPoint = "duckdb_bind_double")]
    public static partial int BindDouble(nint prepared, ulong index, double value);

    [LibraryImport(Library, EntryPoint = "duckdb_bind_decimal")]
    public static partial int BindDecimal(nint prepared, ulong index, DuckDecimal value);

    /// <summary>Days since 1970-01-01.</summary>
    [LibraryImport(Library, EntryPoint = "duckdb_bind_date")]
    public static partial int BindDate(nint prepared, ulong index, int days);

    /// <summary>Microseconds since midnight.</summary>
    [LibraryImport(Library, EntryPoint = "duckdb_bind_time")]
    public static partial int BindTime(nint prepared, ulong index, long micros);

    /// <summary>Microseconds since 1970-01-01.</summary>
    [LibraryImport(Library, EntryPoint = "duckdb_bind_timestamp")]
    public static partial int BindTimestamp(nint prepared, ulong index, long micros);

    /// <summary>Microseconds since 1970-01-01 in UTC.</summary>
    [LibraryImport(Library, EntryPoint = "duckdb_bind_timestamp_tz")]
    public static partial int BindTimestampTz(nint prepared, ulong index, long micros);

    [LibraryImport(Library, EntryPoint = "duckdb_bind_varchar_length")]
    public static partial int BindText(nint prepared, ulong index, byte* text, ulong length);

    [LibraryImport(Library, EntryPoint = "duckdb_bind_blob")]
    public static partial int BindBlob(nint prepared, ulong index, byte* data, ulong length);
}

/// <summary><c>duckdb_decimal</c>: width, scale and the unscaled value.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct DuckDecimal
{
    public byte Width;
    public byte Scale;
    public ulong Lower;
    public long Upper;
}
