using Microsoft.AspNetCore.Http;

namespace Talentys.Web;

/// <summary>Headers that keep browsers from guessing types, framing, leaking addresses and keeping answers of the API.</summary>
internal sealed class SecurityHeadersMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(static state =>
        {
            var context = (HttpContext)state;
            var headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "no-referrer";
            if (context.Request.Path.StartsWithSegments("/api"))
            {
                headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
                if (headers.CacheControl.Count == 0)
                {
                    headers.CacheControl = "no-store";
                }
            }

            return Task.CompletedTask;
        }, context);
        return next(context);
    }
}
