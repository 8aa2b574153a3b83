using System.Text.Json;
using Talentys.Kernel;

namespace Talentys.TestSupport;

/// <summary>For hosts without the module of runs: nothing is ever started.</summary>
public sealed class NoRuns : IRuns
{
    /// <inheritdoc/>
    public Task<StartedRun> StartAsync(string kind, Scope scope, Principal principal, JsonElement arguments, CancellationToken cancellationToken) =>
        throw new NotSupportedException("This host has no runs.");
}
