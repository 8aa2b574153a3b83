using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Talentys.Kernel;

namespace Talentys.Web;

/// <summary>Turns whatever a request throws into problem details.</summary>
internal sealed class FaultMiddleware(RequestDelegate next, ILogger<FaultMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (!context.Response.HasStarted && BareFaults.Of(context) is { } bare)
            {
                await Problems.WriteAsync(context, bare, context.Response.StatusCode);
            }
        }
        catch (Exception exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // the client left: nobody reads a body
            WebLog.ClientLeft(logger, context.Request.Path, exception.GetType().Name);
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            }
        }
        catch (Exception exception)
        {
            var (faults, status) = ThrownFaults.Of(exception);
            if (status >= StatusCodes.Status500InternalServerError && exception is not FaultException)
            {
                WebLog.Unexpected(logger, exception, context.Request.Method, context.Request.Path, context.TraceIdentifier);
            }

            if (context.Response.HasStarted)
            {
                // half a body is out: only a broken connection tells the client that it is not whole
                WebLog.BrokenOff(logger, exception, context.Request.Path, context.TraceIdentifier);
                context.Abort();
                return;
            }

            context.Response.Clear();
            await Problems.WriteAsync(context, faults, status);
        }
    }
}
