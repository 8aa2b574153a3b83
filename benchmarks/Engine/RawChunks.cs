using Talentys.DuckDb.Native;
using Talentys.DuckDb.Public;
using Talentys.DuckDb.Threads;

namespace Talentys.Benchmarks.Engine;

/// <summary>The floor: the engine's own chunks, fetched and dropped.</summary>
internal static class RawChunks
{
    public static Task ReadAsync(LocalEngine engine, string sql, long expected, CancellationToken cancellationToken) => EngineThreads.RunAsync(() =>
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var connection = engine.Instance.Connect();
        using var result = connection.Run(sql);
        var rows = 0L;
        while (result.Fetch() is var chunk && chunk != 0)
        {
            rows += (long)DuckNative.ChunkSize(chunk);
            DuckNative.DestroyChunk(ref chunk);
        }

        if (rows != expected)
        {
            throw new InvalidOperationException($"{rows} rows came.");
        }
    });
}
