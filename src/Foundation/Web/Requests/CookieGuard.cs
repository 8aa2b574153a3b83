using Microsoft.AspNetCore.Http;

namespace Talentys.Web;

/// <summary>
/// A change that a cookie vouches for must carry a header that only a page of this server can set: a form or a link of
/// another site cannot, and a script of another site would need leave from us first (CORS).
/// </summary>
internal sealed class CookieGuard(RequestDelegate next)
{
    internal const string Header = "X-Talentys-Request";

    public Task InvokeAsync(HttpContext context) =>
        ChangesSomething(context.Request.Method)
        && PrincipalIdentity.Of(context) is { ByCookie: true }
        && !context.Request.Headers.ContainsKey(Header)
            ? Problems.WriteAsync(context, WebFaults.CookieAlone)
            : next(context);

    private static bool ChangesSomething(string method) =>
        !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method);
}
