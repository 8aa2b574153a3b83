using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Query.Public;

namespace Talentys.Query.Engines;

/// <summary>One engine in this process for the command line's work; a pool of children, one for each organisation, under <c>serve</c>.</summary>
internal sealed class QueryEngines : IQueryEngines, IAsyncDisposable
{
    private readonly Lazy<LocalEngine> local;
    private readonly EnginePool? children;

    public QueryEngines(QueryOptions options, PlatformFolders folders)
    {
        var engine = new EngineOptions
        {
            MemoryBytesPerOrganisation = options.MemoryBytes,
            ThreadsPerOrganisation = options.Threads,
            SpillFolder = Path.Combine(folders.Cache, "spill"),
            AllowedFolders = [folders.Lake, folders.Copies],
        };
        Directory.CreateDirectory(folders.Lake); // the engine cannot be told of a folder that comes later
        Directory.CreateDirectory(folders.Copies);
        local = new Lazy<LocalEngine>(() => new LocalEngine(engine));
        children = options.IsolateStatements
            ? new EnginePool(options.EngineCommand ?? throw new InvalidOperationException("The host must say how an engine is started."), engine)
            : null;
    }

    public IEngine For(string organisation) => children?.For(organisation) ?? local.Value;

    public int Processes => children?.Processes ?? 0;

    public async ValueTask DisposeAsync()
    {
        if (children is not null)
        {
            await children.DisposeAsync();
        }

        if (local.IsValueCreated)
        {
            await local.Value.DisposeAsync();
        }
    }
}
