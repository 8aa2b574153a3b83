using Talentys.Lake.Public;
using Talentys.Query.Stages;

namespace Talentys.Query.Writes;

/// <summary>
/// Asked before rows of a table are changed, or the table is: a table of which a policy hides rows or values from who asks is not for
/// them to change.
/// </summary>
internal interface ITargetAccess
{
    /// <summary>Whether who asks may change a table.</summary>
    /// <exception cref="Kernel.FaultException">They may not: <c>query.denied</c>.</exception>
    ValueTask CheckAsync(QueryInFlight query, LakeTable table, CancellationToken cancellationToken);
}

/// <summary>Without policies an engineer may change every table.</summary>
internal sealed class OpenTargets : ITargetAccess
{
    public ValueTask CheckAsync(QueryInFlight query, LakeTable table, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
