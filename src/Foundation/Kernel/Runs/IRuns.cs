using System.Text.Json;

namespace Talentys.Kernel;

/// <summary>Starts runs and waits for them; implemented by the Runs module.</summary>
public interface IRuns
{
    /// <summary>
    /// Queues a run. When one of the same kind, scope and arguments is queued, running or interrupted, that one is
    /// returned instead of a second one, so that asking twice does the work once.
    /// </summary>
    /// <returns>Identifier of the run, and whether it was joined.</returns>
    Task<StartedRun> StartAsync(
        string kind, Scope scope, Principal principal, JsonElement arguments, CancellationToken cancellationToken);
}

/// <summary>A run that was asked for.</summary>
/// <param name="RunId">Identifier of the run.</param>
/// <param name="Joined">True when a run that did the same was already there.</param>
public sealed record StartedRun(string RunId, bool Joined);
