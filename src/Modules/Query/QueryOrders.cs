using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Query.Public;
using Talentys.Query.Results;
using Talentys.Web;

namespace Talentys.Query;

/// <summary>Makes orders of requests.</summary>
internal static class QueryOrders
{
    /// <summary>The order of a surface.</summary>
    /// <exception cref="FaultException"><c>query.limit_invalid</c>, <c>query.id_invalid</c>, <c>query.parameter_invalid</c>.</exception>
    public static QueryOrder Of(QueryRequest request, Caller caller, string surface)
    {
        if (request.Limit < 0 || request.TimeoutSeconds <= 0)
        {
            throw new FaultException(Fault.Invalid("query.limit_invalid", "The limit is not negative and the time-out more than 0 seconds."));
        }

        if (request.Id is { } id && (id.Length is 0 or > 64 || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')))
        {
            throw new FaultException(Fault.Invalid(
                "query.id_invalid", "The id is not a valid one.", "id", "Use at most 64 letters, digits, hyphens and underscores."));
        }

        var (byPosition, byName) = QueryParameters.Read(request.Parameters);
        return new QueryOrder
        {
            Sql = request.Sql ?? "",
            Principal = caller.Principal,
            Scope = caller.Scope,
            Surface = surface,
            Id = request.Id,
            As = string.IsNullOrEmpty(request.As) ? null : request.As,
            Parameters = byPosition,
            NamedParameters = byName,
            Timeout = request.TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(Math.Min(seconds, 86_400)) : null,
        };
    }
}
