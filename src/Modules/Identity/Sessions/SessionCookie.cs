using Microsoft.AspNetCore.Http;

namespace Talentys.Identity.Sessions;

/// <summary>The cookie of a session: no script reads it, no other site's page sends it.</summary>
internal static class SessionCookie
{
    internal const string Name = "talentys_session";

    internal static void Set(HttpContext context, string token) =>
        context.Response.Cookies.Append(Name, token, Options(context, SessionStore.Idle));

    internal static void Clear(HttpContext context) => context.Response.Cookies.Delete(Name, Options(context, null));

    private static CookieOptions Options(HttpContext context, TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = context.Request.IsHttps,
        Path = "/",
        MaxAge = lifetime,
        IsEssential = true,
    };
}
