using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Talentys.Identity.Keys;
using Talentys.Identity.Public;
using Talentys.Identity.Sessions;
using Talentys.Web;

namespace Talentys.Identity.SignIns;

/// <summary>Recognises who sends a request: by an API key, the local token, or a session's cookie.</summary>
internal sealed class TokenAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    KeyStore keys,
    SessionStore sessions,
    LocalToken local) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    private const string Bearer = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (header.Length > 0)
        {
            return header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
                ? Recognised(await OfBearerAsync(header[Bearer.Length..].Trim()))
                : AuthenticateResult.NoResult();
        }

        return SessionCookie.Read(Context) is { Length: > 0 } cookie
            ? Recognised(await OfCookieAsync(cookie))
            : AuthenticateResult.NoResult();
    }

    private async Task<PrincipalIdentity?> OfBearerAsync(string token)
    {
        if (token.StartsWith(LocalToken.Prefix, StringComparison.Ordinal))
        {
            return Origin.IsThisMachine(Context) && local.IsRight(token) ? Principals.OfLocalOperator() : null;
        }

        if (!token.StartsWith(KeyStore.Prefix, StringComparison.Ordinal)
            || await keys.FindAsync(token, Context.RequestAborted) is not { } key)
        {
            return null;
        }

        Context.Features.Set(new SignInTrace(ByKey: true, SessionHash: null));
        return Principals.OfKey(key);
    }

    private async Task<PrincipalIdentity?> OfCookieAsync(string cookie)
    {
        var session = await sessions.FindAsync(cookie, Context.RequestAborted);
        if (session?.User is not { } user)
        {
            return null;
        }

        if (await sessions.ProlongAsync(session, Context.RequestAborted))
        {
            SessionCookie.Set(Context, cookie);
        }

        Context.Features.Set(new SignInTrace(ByKey: false, session.Hash, session.ByLink && user.MustChangePassword));
        return Principals.OfUser(user, session.ByLink);
    }

    private AuthenticateResult Recognised(PrincipalIdentity? identity) => identity is null
        ? AuthenticateResult.Fail("unknown token")
        : AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
}
