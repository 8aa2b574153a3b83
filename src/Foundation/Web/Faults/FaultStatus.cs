using Microsoft.AspNetCore.Http;
using Talentys.Kernel;

namespace Talentys.Web;

/// <summary>HTTP status of each sort of fault.</summary>
internal static class FaultStatus
{
    internal static int Of(FaultKind kind) => kind switch
    {
        FaultKind.Invalid => StatusCodes.Status400BadRequest,
        FaultKind.NotFound => StatusCodes.Status404NotFound,
        FaultKind.Unauthenticated => StatusCodes.Status401Unauthorized,
        FaultKind.Denied => StatusCodes.Status403Forbidden,
        FaultKind.Conflict => StatusCodes.Status409Conflict,
        FaultKind.Limit => StatusCodes.Status429TooManyRequests,
        FaultKind.Cancelled => StatusCodes.Status499ClientClosedRequest,
        FaultKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        FaultKind.Failed => StatusCodes.Status422UnprocessableEntity,
        _ => StatusCodes.Status500InternalServerError,
    };
}
