using Talentys.DuckDb.Public;

namespace Talentys.Query.Engines;

/// <summary>What a <see cref="StatementRun"/> runs, and how.</summary>
/// <param name="Lane">The lane that it looks like.</param>
/// <param name="EnterAsync">Waits for a place in a lane.</param>
/// <param name="RunAsync">Starts it in the engine of a lane, holding the place for as long as it is there.</param>
internal sealed record RunOrder(
    Lane Lane, Func<Lane, CancellationToken, Task<Place>> EnterAsync, Func<Lane, Place, CancellationToken, Task<IEngineResult>> RunAsync)
{
    /// <summary>Each lane has an engine of its own, so that a statement may begin again in another.</summary>
    public bool MayMove { get; init; }
}
