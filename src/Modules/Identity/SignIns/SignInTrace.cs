using Microsoft.AspNetCore.Http;

namespace Talentys.Identity.SignIns;

/// <summary>By what a request was recognised.</summary>
/// <param name="ByKey">By an API key.</param>
/// <param name="SessionHash">The session of its cookie, or null.</param>
/// <param name="PasswordNeverSet">The session was begun by a link, and the user has no password of their own.</param>
internal sealed record SignInTrace(bool ByKey, string? SessionHash, bool PasswordNeverSet = false)
{
    internal static SignInTrace Of(HttpContext context) => context.Features.Get<SignInTrace>() ?? new SignInTrace(false, null);
}
