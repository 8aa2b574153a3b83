using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Talentys.Kernel;
using Talentys.Web;

namespace Talentys.TestSupport;

/// <summary>
/// Believes what a request says of itself: <c>Authorization: Role engineer</c> is pat of acme in that role, <c>Role engineer@other</c>
/// is pat of another organisation, and <c>X-Test-Cookie</c> makes it one that a cookie vouches for.
/// </summary>
public sealed class RoleAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>Adds it as the way of signing in.</summary>
    public static void Add(IServiceCollection services) =>
        services.AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, RoleAuthentication>("test", null);

    /// <inheritdoc/>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var said = Request.Headers.Authorization.ToString();
        if (!said.StartsWith("Role ", StringComparison.Ordinal))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var words = said[5..].Split('@');
        var principal = new Principal(
            "p1", PrincipalKind.User, "pat", words.Length > 1 ? words[1] : "acme", Roles.Including(words[0]), Principal.EmptySet, Principal.EmptyAttributes);
        var identity = new PrincipalIdentity(principal, Scheme.Name) { ByCookie = Request.Headers.ContainsKey("X-Test-Cookie") };
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name)));
    }
}
