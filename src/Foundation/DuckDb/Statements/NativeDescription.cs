using Apache.Arrow;
using Talentys.DuckDb.Native;
using Talentys.DuckDb.Public;
using Talentys.DuckDb.Results;

namespace Talentys.DuckDb.Statements;

/// <summary>Prepares a statement and reads its columns and parameters, without running it.</summary>
internal static unsafe class NativeDescription
{
    /// <summary>
    /// Columns, then parameters, as <see cref="EngineDescription.Of"/> takes them apart. The first ones of several statements make
    /// types that the last one needs (PIVOT), so they do run; their transaction is given up.
    /// </summary>
    public static Schema Of(nint connection, string sql) =>
        NativeStatements.Last(connection, sql, ParameterSet.None, prepared => Read(connection, prepared));

    private static Schema Read(nint connection, nint prepared)
    {
        var columns = (int)DuckNative.PreparedColumnCount(prepared);
        var parameters = (int)DuckNative.ParameterCount(prepared);
        var types = new nint[columns + parameters];
        var names = new nint[columns + parameters];
        DuckNative.ConnectionArrowOptions(connection, out var options);
        try
        {
            for (var column = 0; column < columns; column++)
            {
                types[column] = Known(DuckNative.PreparedColumnType(prepared, (ulong)column));
                names[column] = (nint)DuckNative.PreparedColumnName(prepared, (ulong)column);
            }

            for (var parameter = 0; parameter < parameters; parameter++)
            {
                types[columns + parameter] = Known(DuckNative.ParameterType(prepared, (ulong)parameter + 1));
                names[columns + parameter] = (nint)DuckNative.ParameterName(prepared, (ulong)parameter + 1);
            }

            fixed (nint* firstType = types, firstName = names)
            {
                var schema = EngineTypes.Schema(options, firstType, (byte**)firstName, types.Length);
                return EngineDescription.Join(schema.FieldsList, parameters);
            }
        }
        finally
        {
            for (var index = 0; index < types.Length; index++)
            {
                DuckNative.DestroyLogicalType(ref types[index]);
                DuckNative.Free((void*)names[index]);
            }

            DuckNative.DestroyArrowOptions(ref options);
        }
    }

    // a type that depends on the value of a parameter has no Arrow type
    private static nint Known(nint type)
    {
        if (type != 0 && DuckNative.TypeId(type) is not (DuckType.Invalid or DuckType.Any))
        {
            return type;
        }

        DuckNative.DestroyLogicalType(ref type);
        return DuckNative.CreateLogicalType(DuckType.SqlNull);
    }
}
