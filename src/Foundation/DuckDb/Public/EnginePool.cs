using System.Collections.Concurrent;

namespace Talentys.DuckDb.Public;

/// <summary>
/// The engines of all organisations: one <see cref="ChildEngine"/> for each, whose process exists only while it is in use.
/// Their memory is a share of the <see cref="EngineBudget"/>, taken while the process lives.
/// </summary>
public sealed class EnginePool(EngineCommand command, EngineOptions options) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ChildEngine> engines = new(StringComparer.Ordinal);

    /// <summary>The engine of an organisation. It belongs to the pool: do not dispose it.</summary>
    public IEngine For(string organisation) =>
        engines.GetOrAdd(organisation, static (_, pool) => new ChildEngine(pool.command, pool.options), (command, options));

    /// <summary>How many engines have a process now.</summary>
    public int Processes => engines.Values.Count(engine => engine.ProcessId is not null);

    /// <summary>Ends all processes.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var engine in engines.Values)
        {
            await engine.DisposeAsync();
        }
    }
}
