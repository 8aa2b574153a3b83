using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Query.Limits;
using Talentys.Query.Public;

namespace Talentys.Query.Engines;

/// <summary>One engine in this process for the command line's work; children, one for each organisation and lane, under <c>serve</c>.</summary>
internal sealed class QueryEngines : IQueryEngines, IAsyncDisposable
{
    private readonly string[] known;
    private readonly EngineOptions options;
    private readonly List<LocalEngine> local = [];
    private readonly HashSet<string> outside = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private readonly Dictionary<Lane, EnginePool> children = [];

    public QueryEngines(QueryOptions options, PlatformFolders folders)
    {
        var about = Path.Combine(folders.Cache, "lake"); // rows about tables, made for the engine
        var spill = Path.Combine(folders.Cache, "spill");
        var engine = new EngineOptions
        {
            MemoryBytesPerOrganisation = options.MemoryBytes,
            ThreadsPerOrganisation = options.Threads,
            SpillFolder = spill,
            SpillBytes = options.SpillBytes,
            DiskReserveBytes = options.SpillReserveBytes,
            Grace = options.CancelGrace,
            AllowedFolders = [folders.Lake, folders.Copies, about],
        };
        Directory.CreateDirectory(about);
        Directory.CreateDirectory(folders.Lake); // the engine cannot be told of a folder that comes later
        Directory.CreateDirectory(folders.Copies);
        (known, this.options) = ([.. engine.AllowedFolders.Select(folder => folder + Path.DirectorySeparatorChar)], engine);
        if (options.IsolateStatements)
        {
            ClearSpill(spill);
            var command = options.EngineCommand ?? throw new InvalidOperationException("The host must say how an engine is started.");
            foreach (var lane in Enum.GetValues<Lane>())
            {
                children[lane] = new EnginePool(command, organisation => Options(options, organisation, lane));
            }
        }
    }

    public bool AreApart => children.Count > 0;

    public int Processes => children.Values.Sum(pool => pool.Processes);

    public long Kills => children.Values.Sum(pool => pool.Kills);

    public int Statements => children.Values.Sum(pool => pool.Statements);

    public long SpillBytes => children.Values.Sum(pool => pool.SpillBytes);

    public IEngine For(string organisation, Lane lane, IReadOnlyList<string> folders)
    {
        IReadOnlyList<string> others = folders.All(IsKnown) ? [] : [.. folders.Where(folder => !IsKnown(folder))];
        return children.TryGetValue(lane, out var pool) ? pool.For(organisation, others) : Local(others);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var pool in children.Values)
        {
            await pool.DisposeAsync();
        }

        foreach (var engine in local)
        {
            await engine.DisposeAsync();
        }
    }

    /// <summary>
    /// Half of an organisation's memory is for small statements, of which several run at once, the other half for the heavy one.
    /// Only small ones have the processors for themselves.
    /// </summary>
    private EngineOptions Options(QueryOptions query, string organisation, Lane lane)
    {
        var limits = query.LimitsOf(organisation);
        var memory = limits.MemoryBytes ?? query.MemoryBytes;
        var small = Math.Max(memory / 2 ?? EngineBudget.Shared.Total / 4, EngineBudget.Least);
        return options with
        {
            MemoryBytesPerOrganisation = lane == Lane.Heavy ? memory is { } bytes ? Math.Max(bytes - small, EngineBudget.Least) : null : small,
            LightBytes = lane == Lane.Small && small >= 4 * EngineBudget.Least ? EngineBudget.Least : 0,
            ThreadsPerOrganisation = limits.Threads ?? query.Threads,
            SpillBytes = limits.SpillBytes ?? query.SpillBytes,
            GivesWay = lane != Lane.Small,
            IdleTimeout = lane == Lane.Small ? options.IdleTimeout : TimeSpan.FromMinutes(1),
        };
    }

    /// <summary>What engines left that ended with the whole machine.</summary>
    private static void ClearSpill(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
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
