using Apache.Arrow;
using Talentys.DuckDb.Faults;
using Talentys.DuckDb.Native;
using Talentys.DuckDb.Public;
using Talentys.DuckDb.Results;

namespace Talentys.DuckDb.Statements;

/// <summary>Prepares a statement and reads its columns and parameters, without running it.</summary>
internal static unsafe class NativeDescription
{
    /// <summary>Columns, then parameters, as <see cref="EngineDescription.Of"/> takes them apart.</summary>
    public static Schema Of(nint connection, string sql)
    {
        var count = DuckNative.ExtractStatements(connection, sql, out var extracted);
        try
        {
            if (count == 0)
            {
                var error = NativeText.Read(DuckNative.ExtractStatementsError(extracted));
                throw error.Length == 0 ? EngineFaults.Wrong("The statement is empty.") : EngineFaults.Of(error, sql);
            }

            // the first ones of several make types that the last one needs (PIVOT); their transaction is given up
            for (ulong index = 0; index + 1 < count; index++)
            {
                NativeStatements.Prepared(connection, extracted, index, sql, prepared =>
                {
                    ParameterSet.None.Bind(prepared);
                    using var result = NativeResult.Execute(prepared, sql);
                    result.Drain();
                    return true;
                });
            }

            return NativeStatements.Prepared(connection, extracted, count - 1, sql, prepared => Read(connection, prepared));
        }
        finally
        {
            DuckNative.DestroyExtracted(ref extracted);
        }
    }

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
