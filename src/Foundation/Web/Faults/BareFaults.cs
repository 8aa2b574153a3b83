using Microsoft.AspNetCore.Http;
using Talentys.Kernel;

namespace Talentys.Web;

/// <summary>Faults for answers that the framework leaves without a body: no such route, method or content type.</summary>
internal static class BareFaults
{
    internal static Fault? Of(HttpContext context) =>
        context.Response.ContentLength is not null || context.Response.ContentType is not null
            ? null
            : context.Response.StatusCode switch
            {
                StatusCodes.Status404NotFound when context.GetEndpoint() is null =>
                    Fault.NotFound("web.no_route", "There is nothing at this address.", "See /openapi/v1.json for what there is."),
                StatusCodes.Status405MethodNotAllowed =>
                    Fault.Invalid("web.method", $"{context.Request.Method} is not possible at this address.", null, "See the Allow header."),
                StatusCodes.Status415UnsupportedMediaType => WebFaults.MediaType,
                StatusCodes.Status413PayloadTooLarge => WebFaults.TooLarge,
                StatusCodes.Status400BadRequest =>
                    Fault.Invalid("web.bad_request", "The request is not a valid one."),
                _ => null,
            };
}
