using System.Collections.Concurrent;
using Talentys.DuckDb.Public;
using Talentys.Kernel;
using Talentys.Query.Results;

namespace Talentys.Query.Writes;

/// <summary>
/// The engines of spools. Opening one costs more than a small statement, so a few that nobody uses are kept while memory is not scarce; each serves one spool at a time,
/// and rows of tables with very many columns have one of their own, for that needs more memory.
/// </summary>
internal sealed class SpoolEngines(PlatformFolders folders) : IDisposable
{
    /// <summary>As many as a build has threads.</summary>
    private const int MostIdle = 4;
    private const long LeastBytes = 512L << 20;

    private readonly ConcurrentBag<Engine> idle = [];
    private volatile bool closed;

    /// <summary>An engine for a table with so many columns; give it back.</summary>
    public Engine Take(int columns) => columns <= WorkTable.Wide && idle.TryTake(out var kept) ? kept : new Engine(folders, columns);

    /// <summary>Takes back an engine whose database is closed.</summary>
    public void Return(Engine engine)
    {
        if (closed || !engine.IsClean || engine.IsWide || idle.Count >= MostIdle || IsScarce)
        {
            engine.Dispose();
            return;
        }

        idle.Add(engine);
        if (closed)
        {
            Dispose();
        }
    }

    /// <summary>Engines of organisations take half of what is left, each: while that leaves something, waiting ones harm nobody.</summary>
    private static bool IsScarce => EngineBudget.Shared.Total - EngineBudget.Shared.Given < EngineBudget.Shared.Total / 8;

    public void Dispose()
    {
        closed = true;
        while (idle.TryTake(out var engine))
        {
            engine.Dispose();
        }
    }

    /// <summary>An instance of the engine with a folder of its own.</summary>
    internal sealed class Engine : IDisposable
    {
        private readonly string folder;
        private readonly DuckInstance instance;

        public Engine(PlatformFolders folders, int columns)
        {
            // beside the results that pages look at: what a process leaves there when it dies is removed with theirs
            folder = Directory.CreateDirectory(Path.Combine(folders.Cache, "results", $"write-{Ids.New()}")).FullName;
            IsWide = columns > WorkTable.Wide;
            try
            {
                instance = DuckInstance.Open(new DuckOptions { SpillFolder = folder, MemoryBytes = Math.Max(LeastBytes, WorkTable.MemoryBytes(columns)) });
            }
            catch (Exception)
            {
                Directory.Delete(folder, recursive: true);
                throw;
            }
        }

        /// <summary>Whether it has the memory of many columns.</summary>
        public bool IsWide { get; }

        /// <summary>Whether nothing of a spool is left in it.</summary>
        public bool IsClean { get; private set; } = true;

        /// <summary>Connects, with an empty database on disk in use.</summary>
        public async Task<DuckConnection> BeginAsync(CancellationToken cancellationToken)
        {
            IsClean = false;
            Directory.CreateDirectory(folder); // caches may be emptied while it waits
            var connection = instance.Connect();
            try
            {
                await WorkTable.BeginAsync(connection, folder, cancellationToken);
                return connection;
            }
            catch (Exception)
            {
                connection.Dispose();
                throw;
            }
        }

        /// <summary>Throws the database away.</summary>
        public async Task EndAsync(DuckConnection connection)
        {
            try
            {
                await WorkTable.EndAsync(connection, folder);
                IsClean = true;
            }
            catch (Exception failure) when (failure is FaultException or IOException or UnauthorizedAccessException)
            {
                IsClean = false; // whatever is in its way: it goes with its engine
            }
            finally
            {
                connection.Dispose();
            }
        }

        public void Dispose()
        {
            instance.Dispose();
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }
}
