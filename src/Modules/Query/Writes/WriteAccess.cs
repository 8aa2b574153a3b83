using Talentys.Kernel;
using Talentys.Query.Stages;

namespace Talentys.Query.Writes;

/// <summary>Says who may write at all.</summary>
internal static class WriteAccess
{
    /// <summary>Whether who asks may change anything here.</summary>
    /// <exception cref="FaultException"><c>query.denied</c>.</exception>
    public static void Check(QueryInFlight query, string command)
    {
        var principal = query.Principal;
        if (!principal.Is(Roles.Engineer) || principal.Organisation != query.Scope.Organisation)
        {
            throw new FaultException(new Fault(
                FaultKind.Denied, "query.denied", $"{command} is for engineers.", null, "Ask an administrator of the organisation for the role engineer."));
        }
    }
}
