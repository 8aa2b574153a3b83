using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Talentys.Kernel;

namespace Talentys.Web;

/// <summary>Who was recognised, as the sign-in of a request: the way from authentication to <see cref="Caller"/>.</summary>
public sealed class PrincipalIdentity : ClaimsIdentity
{
    /// <summary>A recognised principal.</summary>
    public PrincipalIdentity(Principal principal, string scheme)
        : base(ClaimsOf(principal), scheme) => Principal = principal;

    /// <summary>Who it is.</summary>
    public Principal Principal { get; }

    /// <summary>Whether a browser's cookie told: then a request that changes something must show that the page sent it.</summary>
    public bool ByCookie { get; init; }

    /// <summary>Why this principal may not go on yet (a password to change, for example); told instead of a bare refusal.</summary>
    public Fault? Restriction { get; init; }

    /// <summary>The sign-in of a request, or null.</summary>
    public static PrincipalIdentity? Of(HttpContext context) =>
        context.User.Identities.OfType<PrincipalIdentity>().FirstOrDefault();

    private static IEnumerable<Claim> ClaimsOf(Principal principal) =>
    [
        new(ClaimTypes.NameIdentifier, principal.Id),
        new(ClaimTypes.Name, principal.Name),
        .. principal.Roles.Select(role => new Claim(ClaimTypes.Role, role)),
    ];
}
