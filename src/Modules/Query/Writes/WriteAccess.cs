using Talentys.Kernel;
using Talentys.Query.Stages;

namespace Talentys.Query.Writes;

/// <summary>Says who may write at all.</summary>
internal static class WriteAccess
{
    /// <summary>Whether who asks may change anything here.</summary>
    /// <exception cref="FaultException"><c>query.denied</c>.</exception>
    public static void Check(QueryInFlight query)
    {
        var principal = query.Principal;
        if (query.Order.As is not null)
        {
            throw new FaultException(new Fault(FaultKind.Denied, "query.denied", "Nothing is changed while tables are looked at as somebody else.", "as", "Run the statement as yourself."));
        }

        if (!principal.Is(Roles.Engineer) || principal.Organisation != query.Scope.Organisation)
        {
            throw new FaultException(new Fault(
                FaultKind.Denied, "query.denied", $"{query.Command} is for engineers.", null, "Ask an administrator of the organisation for the role engineer."));
        }
    }

    /// <summary>Whether who asks may make, change or drop what has a name.</summary>
    /// <exception cref="FaultException"><c>query.write_denied</c>.</exception>
    public static void CheckName(QueryInFlight query, TableName name)
    {
        if (!AuthorizeStage.MaySee(query, name) || !query.Access.MayWrite(name))
        {
            throw new FaultException(new Fault(
                FaultKind.Denied, "query.write_denied", $"You may not change {name}.", null, "Ask an administrator for the right to write it."));
        }
    }
}
