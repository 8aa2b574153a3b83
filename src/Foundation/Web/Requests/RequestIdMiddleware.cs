using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Talentys.Kernel;

namespace Talentys.Web;

/// <summary>Gives each request an id, the client's own where it is harmless, and returns it.</summary>
internal sealed class RequestIdMiddleware(RequestDelegate next, ILogger<RequestIdMiddleware> logger)
{
    internal const string Header = "X-Request-Id";

    public async Task InvokeAsync(HttpContext context)
    {
        var given = context.Request.Headers[Header].ToString();
        var id = IsHarmless(given) ? given : Ids.New();
        context.TraceIdentifier = id;
        context.Response.OnStarting(static state =>
        {
            var (response, id) = ((HttpResponse, string))state;
            response.Headers[Header] = id;
            return Task.CompletedTask;
        }, (context.Response, id));
        using (WebLog.InRequest(logger, id))
        {
            await next(context);
        }
    }

    // it goes into log lines and headers
    private static bool IsHarmless(string id) =>
        id.Length is > 0 and <= 64 && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');
}
