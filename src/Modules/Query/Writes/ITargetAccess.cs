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

/// <summary>Lets those change a table to whom it is granted and who see every row and value of it.</summary>
internal sealed class PolicyTargets(TableRights rights) : ITargetAccess
{
    public async ValueTask CheckAsync(QueryInFlight query, LakeTable table, CancellationToken cancellationToken) =>
        await rights.DemandWriteAsync(query.Access, query.Scope, table, cancellationToken);
}
