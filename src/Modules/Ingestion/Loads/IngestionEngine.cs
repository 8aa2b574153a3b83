using Microsoft.Extensions.Options;
using Talentys.DuckDb.Public;
using Talentys.Kernel;

namespace Talentys.Ingestion.Loads;

/// <summary>The module's own engine, opened when the first stream is loaded, its memory bounded.</summary>
internal sealed class IngestionEngine(PlatformFolders folders, IOptions<IngestionOptions> options) : IDisposable
{
    private readonly Lock gate = new();
    private DuckInstance? instance;

    /// <summary>A connection in whose eyes times without an offset are UTC.</summary>
    public async Task<DuckConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var connection = Open().Connect();
        await connection.ExecuteAsync("set TimeZone = 'UTC'", cancellationToken);
        await connection.TrackProgressAsync(cancellationToken);
        return connection;
    }

    public void Dispose() => instance?.Dispose();

    private DuckInstance Open()
    {
        lock (gate)
        {
            if (instance is null)
            {
                var spill = Path.Combine(folders.Cache, "ingestion-spill");
                Directory.CreateDirectory(spill);
                instance = DuckInstance.Open(new DuckOptions { MemoryBytes = options.Value.EngineMemoryBytes, SpillFolder = spill });
            }

            return instance;
        }
    }
}
