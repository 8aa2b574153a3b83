using Apache.Arrow;
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
    private readonly HeldTables held;

    /// <summary>Opens an engine in memory.</summary>
    public LocalEngine(EngineOptions options)
    {
        instance = DuckInstance.Open(new DuckOptions
        {
            MemoryBytes = options.MemoryBytesPerOrganisation,
            Threads = options.ThreadsPerOrganisation,
            SpillFolder = options.SpillFolder ?? "",
            SpillBytes = options.SpillBytes,
            AllowedFolders = options.AllowedFolders,
        });
        worlds = new WorldCatalog(instance, options.WorldsAtMost, options.ViewsAtMost);
        held = new HeldTables(instance.MemoryBytes / 8);
    }

    /// <summary>The instance, for measuring it without us.</summary>
    internal DuckInstance Instance => instance;

    /// <summary>Names of the worlds that exist now.</summary>
    internal IReadOnlyCollection<string> Worlds => worlds.Names;

    /// <summary>Names of the rows that are in memory now.</summary>
    internal IReadOnlyCollection<string> Held => held.Names;

    /// <inheritdoc/>
    public async Task<IEngineResult> RunAsync(EngineStatement statement, CancellationToken cancellationToken)
    {
        var connection = Connect(statement, cancellationToken);
        World? world = null;
        var entered = new List<string>();
        var parameters = new ParameterSet(statement.Parameters, statement.NamedParameters);

        void Enter(nint handle)
        {
            if (statement.World is { } name)
            {
                world = worlds.Enter(name);
                world.Prepare(handle, held.Enter(handle, statement.Views, entered));
            }
        }

        NativeResult Run(nint handle)
        {
            Enter(handle);
            return NativeStatements.Run(handle, statement.Sql, parameters);
        }

        Schema Describe(nint handle)
        {
            Enter(handle);
            return NativeDescription.Of(handle, statement.Sql);
        }

        void Leave()
        {
            connection.Disconnect();
            held.Leave(entered);
            if (world is not null)
            {
                worlds.Leave(world);
            }

            statement.Ended?.Invoke();
        }

        return statement.Describe
            ? new DescribedResult(await connection.DescribeAsync(Describe, statement.Timeout, Leave, cancellationToken))
            : await connection.StartAsync(Run, statement.Timeout, Leave, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        instance.Dispose();
        return ValueTask.CompletedTask;
    }

    private DuckConnection Connect(EngineStatement statement, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            return instance.Connect();
        }
        catch (Exception)
        {
            statement.Ended?.Invoke();
            throw;
        }
    }
}
