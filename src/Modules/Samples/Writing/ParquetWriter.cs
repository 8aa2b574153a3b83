using Talentys.DuckDb.Public;
using Talentys.Kernel;

namespace Talentys.Samples.Writing;

/// <summary>Turns delimited text into Parquet through the engine; one thread, so that row groups never move.</summary>
internal sealed class ParquetWriter : IDisposable
{
    private readonly DuckInstance engine;
    private readonly DuckConnection connection;

    public ParquetWriter(string spillFolder)
    {
        engine = DuckInstance.Open(new DuckOptions { Threads = 1, MemoryBytes = 256L << 20, SpillFolder = spillFolder });
        connection = engine.Connect();
    }

    /// <param name="csv">File with a header.</param>
    /// <param name="columns">Names and types as the engine's <c>columns</c> literal.</param>
    /// <param name="parquet">File to write.</param>
    /// <param name="cancellationToken">Interrupts the engine.</param>
    public Task WriteAsync(string csv, string columns, string parquet, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            $"""
            COPY (FROM read_csv({SqlText.Literal(csv)}, columns = {columns}, header = true, auto_detect = false, delim = ',', quote = '"', escape = '"'))
            TO {SqlText.Literal(parquet)} (FORMAT parquet, COMPRESSION snappy)
            """,
            cancellationToken);

    public void Dispose()
    {
        connection.Dispose();
        engine.Dispose();
    }
}
