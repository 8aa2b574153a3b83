using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Talentys.Host.Page;

/// <summary>
/// Sends the web page: files whose name or query tells their content are kept by browsers for good, the document is asked for
/// again each time. Addresses of the API and of files that are not there go on to the routes.
/// </summary>
internal sealed class PageMiddleware(RequestDelegate next, PageFolder page)
{
    private static readonly string[] NotPages = ["/api", "/openapi", "/schemas", "/healthz", "/readyz", "/iceberg", "/_framework", "/_content", "/js", "/css"];

    public Task InvokeAsync(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            return next(context);
        }

        var address = context.Request.Path.Value ?? "/";
        if (address is not ("/" or "/index.html") && page.At(address) is { } file)
        {
            return SendAsync(context, file);
        }

        return NotPages.Any(prefix => context.Request.Path.StartsWithSegments(prefix, StringComparison.Ordinal)) || IsFileName(address)
            ? next(context)
            : DocumentAsync(context);
    }

    // a file of the root that is not there is missing, not a page
    private static bool IsFileName(string address) => address.LastIndexOf('/') == 0 && address.Contains('.', StringComparison.Ordinal);

    private async Task DocumentAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = page.Policy;
        headers.CacheControl = "no-cache";
        headers.ETag = page.DocumentEtag;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        context.Response.ContentType = "text/html; charset=utf-8";
        if (context.Request.Headers.IfNoneMatch == page.DocumentEtag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.ContentLength = page.Document.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(page.Document, context.RequestAborted);
        }
    }

    private static Task SendAsync(HttpContext context, PageFile file)
    {
        var response = context.Response;
        response.Headers.ETag = file.Etag;
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        response.Headers.CacheControl = file.Immutable || context.Request.Query.ContainsKey("v")
            ? "public, max-age=31536000, immutable"
            : "no-cache";
        response.ContentType = file.MediaType;
        if (context.Request.Headers.IfNoneMatch == file.Etag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        var accepted = context.Request.Headers.AcceptEncoding.ToString();
        var (path, encoding) = file switch
        {
            { Brotli: true } when Accepts(accepted, "br") => (file.Path + ".br", "br"),
            { Gzip: true } when Accepts(accepted, "gzip") => (file.Path + ".gz", "gzip"),
            _ => (file.Path, null),
        };
        if (encoding is not null)
        {
            response.Headers.ContentEncoding = encoding;
        }

        response.ContentLength = new FileInfo(path).Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.SendFileAsync(path, context.RequestAborted);
    }

    private static bool Accepts(string header, string encoding) =>
        header.Split(',').Select(part => part.Split(';')).Any(part =>
            part[0].Trim().Equals(encoding, StringComparison.OrdinalIgnoreCase) && !(part.Length > 1 && part[1].Trim() is "q=0" or "q=0.0"));
}
