using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;

namespace Talentys.Web;

/// <summary>Tells a refused request why, as problem details.</summary>
internal sealed class AuthorizationProblems : IAuthorizationMiddlewareResultHandler
{
    public Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
        {
            return next(context);
        }

        var identity = PrincipalIdentity.Of(context);
        if (identity is null)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return Problems.WriteAsync(context, WebFaults.Unauthenticated);
        }

        return Problems.WriteAsync(context, identity.Restriction ?? WebFaults.Denied);
    }
}
