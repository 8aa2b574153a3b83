using Talentys.DuckDb.Public;

namespace Talentys.DuckDb.Children;

/// <summary>The instances of a child: one with its threads, and where that is wanted one of a single thread for light statements.</summary>
internal sealed class ChildEngines : IAsyncDisposable
{
    private readonly LocalEngine all;
    private readonly LocalEngine? light;

    public ChildEngines(EngineOptions options)
    {
        all = new LocalEngine(options.MemoryBytesPerOrganisation is { } bytes ? options with { MemoryBytesPerOrganisation = bytes - options.LightBytes } : options);
        if (options.LightBytes > 0)
        {
            var folder = options.SpillFolder is { Length: > 0 } spill ? Directory.CreateDirectory(Path.Combine(spill, "light")).FullName : options.SpillFolder;
            light = new LocalEngine(options with { MemoryBytesPerOrganisation = options.LightBytes, ThreadsPerOrganisation = 1, SpillFolder = folder });
        }
    }

    /// <summary>The instance for a statement.</summary>
    public LocalEngine For(EngineStatement statement) => statement.IsLight && light is not null ? light : all;

    public async ValueTask DisposeAsync()
    {
        await all.DisposeAsync();
        if (light is not null)
        {
            await light.DisposeAsync();
        }
    }
}
