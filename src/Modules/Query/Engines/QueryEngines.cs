using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Query.Public;

namespace Talentys.Query.Engines;

/// <summary>One engine in this process for the command line's work; a pool of children, one for each organisation, under <c>serve</c>.</summary>
internal sealed class QueryEngines : IQueryEngines, IAsyncDisposable
{
    private readonly string[] known;
    private readonly EngineOptions options;
    private readonly List<LocalEngine> local = [];
    private readonly HashSet<string> outside = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private readonly EnginePool? children;

    public QueryEngines(QueryOptions options, PlatformFolders folders)
    {
        var about = Path.Combine(folders.Cache, "lake"); // rows about tables, made for the engine
        var engine = new EngineOptions
        {
            MemoryBytesPerOrganisation = options.MemoryBytes,
            ThreadsPerOrganisation = options.Threads,
            SpillFolder = Path.Combine(folders.Cache, "spill"),
            AllowedFolders = [folders.Lake, folders.Copies, about],
        };
        Directory.CreateDirectory(about);
        Directory.CreateDirectory(folders.Lake); // the engine cannot be told of a folder that comes later
        Directory.CreateDirectory(folders.Copies);
        (known, this.options) = ([.. engine.AllowedFolders.Select(folder => folder + Path.DirectorySeparatorChar)], engine);
        children = options.IsolateStatements
            ? new EnginePool(options.EngineCommand ?? throw new InvalidOperationException("The host must say how an engine is started."), engine)
            : null;
    }

    public IEngine For(string organisation, IReadOnlyList<string> folders)
    {
        IReadOnlyList<string> others = folders.All(IsKnown) ? [] : [.. folders.Where(folder => !IsKnown(folder))];
        return children?.For(organisation, others) ?? Local(others);
    }

    public int Processes => children?.Processes ?? 0;

    public async ValueTask DisposeAsync()
    {
        if (children is not null)
        {
            await children.DisposeAsync();
        }

        foreach (var engine in local)
        {
            await engine.DisposeAsync();
        }
    }

    private bool IsKnown(string folder) => known.Any(allowed => folder.StartsWith(allowed, StringComparison.Ordinal));

    /// <summary>The engine of this process; a new one when it must be let into more folders, for what one may read is fixed at its start.</summary>
    private LocalEngine Local(IReadOnlyList<string> folders)
    {
        lock (gate)
        {
            var more = folders.Where(outside.Add).ToList();
            if (local.Count == 0 || more.Count > 0)
            {
                local.Add(new LocalEngine(options with { AllowedFolders = [.. options.AllowedFolders!, .. outside] }));
            }

            return local[^1];
        }
    }
}
