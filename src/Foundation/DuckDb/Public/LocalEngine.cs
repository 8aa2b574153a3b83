using Talentys.DuckDb.Statements;
using Talentys.DuckDb.Worlds;

namespace Talentys.DuckDb.Public;

/// <summary>
/// The engine in this process: for the command line's work, our own statements, and inside the child process. It can only
/// ask a statement to stop; where nobody can wait for that, use <see cref="ChildEngine"/>.
/// </summary>
public sealed class LocalEngine : IEngine
{
    private readonly DuckInstance instance;
    private readonly WorldCatalog worlds;

    /// <summary>Opens an engine in memory.</summary>
    public LocalEngine(EngineOptions options)
    {
        instance = DuckInstance.Open(new DuckOptions
        {
            MemoryBytes = options.MemoryBytesPerOrganisation,
            Threads = options.ThreadsPerOrganisation,
            SpillFolder = options.SpillFolder ?? "",
            AllowedFolders = options.AllowedFolders,
        });
        worlds = new WorldCatalog(instance, options.WorldsAtMost, options.ViewsAtMost);
    }

    /// <summary>The instance, for measuring it without us.</summary>
    internal DuckInstance Instance => instance;

    /// <summary>Names of the worlds that exist now.</summary>
    internal IReadOnlyCollection<string> Worlds => worlds.Names;

    /// <inheritdoc/>
    public async Task<IEngineResult> RunAsync(EngineStatement statement, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var connection = instance.Connect();
        World? world = null;
        var parameters = new ParameterSet(statement.Parameters, statement.NamedParameters);

        NativeResult Run(nint handle)
        {
            if (statement.World is { } name)
            {
                world = worlds.Enter(name);
                world.Prepare(handle, statement.Views);
            }

            return NativeStatements.Run(handle, statement.Sql, parameters);
        }

        void Leave()
        {
            connection.Disconnect();
            if (world is not null)
            {
                worlds.Leave(world);
            }
        }

        return await connection.StartAsync(Run, statement.Timeout, Leave, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        instance.Dispose();
        return ValueTask.CompletedTask;
    }
}
