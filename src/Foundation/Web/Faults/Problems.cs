using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Talentys.Contracts;
using Talentys.Kernel;

namespace Talentys.Web;

/// <summary>Writes faults as problem details, or as the API does that is served at the address: the one place that does.</summary>
internal static class Problems
{
    internal static Problem Of(IReadOnlyList<Fault> faults, int status, string requestId) => new(
        "about:blank",
        ReasonPhrases.GetReasonPhrase(status) is { Length: > 0 } reason ? reason : "Error",
        status,
        faults[0].Code,
        faults[0].Message,
        faults[0].Place,
        faults[0].Mend,
        [.. faults.Select(ProblemFaults.Of)],
        requestId);

    internal static Task WriteAsync(HttpContext context, Fault fault, int? status = null) =>
        WriteAsync(context, [fault], status ?? FaultStatus.Of(fault.Kind));

    internal static async Task WriteAsync(HttpContext context, IReadOnlyList<Fault> faults, int status)
    {
        var shaped = context.RequestServices.GetServices<IFaultShape>().FirstOrDefault(shape => shape.Tells(context.Request.Path))?
            .Of(context, faults, status);
        context.Response.StatusCode = shaped?.Status ?? status;
        if (faults.Max(fault => fault.RetryAfter) is { } pause)
        {
            context.Response.Headers.RetryAfter = ((long)Math.Ceiling(pause.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        if (shaped is not null)
        {
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(shaped.Json, context.RequestAborted);
            return;
        }

        var problem = Of(faults, status, context.TraceIdentifier);
        await context.Response.WriteAsJsonAsync(
            problem, options: null, contentType: "application/problem+json", context.RequestAborted);
    }
}
