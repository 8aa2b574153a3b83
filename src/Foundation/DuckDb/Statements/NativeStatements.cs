using Talentys.DuckDb.Faults;
using Talentys.DuckDb.Native;

namespace Talentys.DuckDb.Statements;

/// <summary>Runs a text of one or more statements on a connection, on the calling thread.</summary>
internal static unsafe class NativeStatements
{
    /// <summary>
    /// Runs all statements; gives the result of the last. One text may be several statements although it is written as one:
    /// PIVOT first makes a type for its columns.
    /// </summary>
    public static NativeResult Run(nint connection, string sql, ParameterSet parameters) =>
        Last(connection, sql, parameters, prepared => Execute(prepared, parameters, sql));

    /// <summary>Runs all statements but the last, and hands that out prepared.</summary>
    public static T Last<T>(nint connection, string sql, ParameterSet parameters, Func<nint, T> use)
    {
        var count = DuckNative.ExtractStatements(connection, sql, out var extracted);
        try
        {
            if (count == 0)
            {
                var error = NativeText.Read(DuckNative.ExtractStatementsError(extracted));
                throw error.Length == 0 ? EngineFaults.Wrong("The statement is empty.") : EngineFaults.Of(error, sql);
            }

            for (ulong index = 0; index + 1 < count; index++)
            {
                using var result = Prepared(connection, extracted, index, sql, prepared => Execute(prepared, parameters, sql));
                result.Drain();
            }

            return Prepared(connection, extracted, count - 1, sql, use);
        }
        finally
        {
            DuckNative.DestroyExtracted(ref extracted);
        }
    }

    /// <summary>Prepares a text of one statement; <see cref="Destroy"/> frees it.</summary>
    public static nint Prepare(nint connection, string sql)
    {
        var count = DuckNative.ExtractStatements(connection, sql, out var extracted);
        try
        {
            if (count != 1)
            {
                throw EngineFaults.Wrong($"One statement can be prepared, and these are {count}.");
            }

            if (DuckNative.PrepareExtracted(connection, extracted, 0, out var prepared) == DuckNative.Success)
            {
                return prepared;
            }

            var failure = EngineFaults.Of(NativeText.Read(DuckNative.PrepareError(prepared)), sql);
            DuckNative.DestroyPrepare(ref prepared);
            throw failure;
        }
        finally
        {
            DuckNative.DestroyExtracted(ref extracted);
        }
    }

    /// <summary>Frees what was prepared, once.</summary>
    public static void Destroy(ref nint prepared)
    {
        if (prepared != 0)
        {
            DuckNative.DestroyPrepare(ref prepared);
            prepared = 0;
        }
    }

    private static T Prepared<T>(nint connection, nint extracted, ulong index, string sql, Func<nint, T> use)
    {
        var state = DuckNative.PrepareExtracted(connection, extracted, index, out var prepared);
        try
        {
            return state == DuckNative.Success
                ? use(prepared)
                : throw EngineFaults.Of(NativeText.Read(DuckNative.PrepareError(prepared)), sql);
        }
        finally
        {
            DuckNative.DestroyPrepare(ref prepared);
        }
    }

    private static NativeResult Execute(nint prepared, ParameterSet parameters, string sql)
    {
        parameters.Bind(prepared);
        return NativeResult.Execute(prepared, sql);
    }
}
