using Talentys.Kernel;

namespace Talentys.Query.Stages;

/// <summary>Says whose view of the tables a statement takes: the asker's, or for an administrator that of somebody else.</summary>
internal sealed class Viewers(IAccessPolicies policies, IEnumerable<IPolicyTests> others)
{
    /// <summary>Sets the principal of a statement and what it may see.</summary>
    /// <exception cref="FaultException"><c>query.as_denied</c>, <c>query.as_unknown</c>, <c>governance.policies_invalid</c>.</exception>
    public async Task EnterAsync(QueryInFlight query, CancellationToken cancellationToken)
    {
        if (query.Order.As is { } name)
        {
            query.Principal = await FindAsync(query.Order.Principal, name, cancellationToken);
        }

        query.Access = await policies.OfAsync(query.Principal, query.Scope, cancellationToken);
        query.Principal = query.Access.Principal ?? query.Principal;
    }

    /// <summary>Refuses a statement that writes in the view of somebody else.</summary>
    /// <exception cref="FaultException"><c>query.as_reads</c>.</exception>
    public static void DemandOwn(QueryInFlight query)
    {
        if (query.Order.As is not null)
        {
            throw new FaultException(new Fault(
                FaultKind.Denied, "query.as_reads", $"{query.Command} cannot be done as somebody else.", "as", "Leave out as, or only read."));
        }
    }

    private async Task<Principal> FindAsync(Principal asker, string name, CancellationToken cancellationToken)
    {
        if (!asker.Is(Roles.Administrator))
        {
            throw new FaultException(new Fault(
                FaultKind.Denied, "query.as_denied", "You may not look at tables as somebody else.", "as", "Administrators may."));
        }

        foreach (var other in others)
        {
            if (await other.FindAsync(asker.Organisation, name, cancellationToken) is { } found)
            {
                return found;
            }
        }

        throw new FaultException(Fault.Invalid(
            "query.as_unknown", $"There is no user or group {name}.", "as", "Name a user, or group:NAME of access.yml."));
    }
}
