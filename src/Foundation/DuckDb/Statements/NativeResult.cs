using System.Runtime.InteropServices;
using Talentys.DuckDb.Faults;
using Talentys.DuckDb.Native;

namespace Talentys.DuckDb.Statements;

/// <summary>The running result of one statement.</summary>
internal sealed unsafe class NativeResult : IDisposable
{
    private readonly string sql;
    private DuckResult* result;
    private bool ended;

    private NativeResult(DuckResult* result, string sql)
    {
        this.result = result;
        this.sql = sql;
    }

    public DuckResult* Pointer => result;

    public static NativeResult Execute(nint prepared, string sql)
    {
        var result = new NativeResult((DuckResult*)NativeMemory.AllocZeroed((nuint)sizeof(DuckResult)), sql);
        if (DuckNative.ExecuteStreaming(prepared, result.Pointer) == DuckNative.Success)
        {
            return result;
        }

        var error = NativeText.Read(DuckNative.ResultError(result.Pointer));
        result.Dispose();
        throw EngineFaults.Of(error, sql);
    }

    /// <summary>The next rows, at most 2,048, which the caller destroys; 0 at the end.</summary>
    public nint Fetch()
    {
        // past the end the engine says that the result is closed
        var chunk = ended ? 0 : DuckNative.FetchChunk(*result);
        if (chunk == 0 && !ended)
        {
            ended = true;
            var error = NativeText.Read(DuckNative.ResultError(result));
            if (error.Length > 0)
            {
                throw EngineFaults.Of(error, sql);
            }
        }

        return chunk;
    }

    /// <summary>Reads to the end: a statement that writes has done its work only then.</summary>
    public void Drain()
    {
        while (Fetch() is var chunk && chunk != 0)
        {
            DuckNative.DestroyChunk(ref chunk);
        }
    }

    public void Dispose()
    {
        if (result is not null)
        {
            DuckNative.DestroyResult(result);
            NativeMemory.Free(result);
            result = null;
        }
    }
}
