using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Talentys.Identity.Sessions;

/// <summary>The cookie of a session: no script reads it, no other site's page sends it.</summary>
internal static class SessionCookie
{
    // Cookies do not tell ports apart: two servers of one machine would sign each other's people out.
    private static string Name(HttpContext context) => string.Create(CultureInfo.InvariantCulture, $"talentys_session_{context.Connection.LocalPort}");

    internal static string? Read(HttpContext context) => context.Request.Cookies[Name(context)];

    internal static void Set(HttpContext context, string token) =>
        context.Response.Cookies.Append(Name(context), token, Options(context, SessionStore.Idle));

    internal static void Clear(HttpContext context) => context.Response.Cookies.Delete(Name(context), Options(context, null));

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
