using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Talentys.Kernel;

namespace Talentys.Web;

/// <summary>Who sends a request, and the organisation and environment it is about. Bound by endpoints as a parameter.</summary>
/// <param name="Principal">Who asks.</param>
/// <param name="Scope">Where: the principal's organisation, and the environment of the header or the default one.</param>
public sealed record Caller(Principal Principal, Scope Scope)
{
    /// <summary>Header that names the environment.</summary>
    public const string EnvironmentHeader = "X-Talentys-Environment";

    /// <summary>Reads the caller of a request.</summary>
    /// <exception cref="FaultException"><c>identity.unauthenticated</c> or <c>web.environment_invalid</c>.</exception>
    public static ValueTask<Caller> BindAsync(HttpContext context) =>
        ValueTask.FromResult(Of(context, context.Request.Headers[EnvironmentHeader].ToString(), EnvironmentHeader));

    /// <summary>The caller of a request that names the environment in its own way.</summary>
    /// <param name="context">The request.</param>
    /// <param name="environment">The environment; null or empty for the default one.</param>
    /// <param name="place">Where the request names it.</param>
    /// <exception cref="FaultException"><c>identity.unauthenticated</c> or <c>web.environment_invalid</c>.</exception>
    public static Caller Of(HttpContext context, string? environment, string place)
    {
        var identity = PrincipalIdentity.Of(context) ?? throw new FaultException(WebFaults.Unauthenticated);
        var named = environment is { Length: > 0 }
            ? environment
            : context.RequestServices.GetRequiredService<IOptions<WebOptions>>().Value.DefaultEnvironment;
        return IsEnvironmentName(named)
            ? new Caller(identity.Principal, new Scope(identity.Principal.Organisation, named))
            : throw new FaultException(Fault.Invalid(
                "web.environment_invalid", "The environment's name is not a valid one.", place,
                "Use 1 to 63 lower-case letters, digits, hyphens and underscores, beginning with a letter or digit."));
    }

    private static bool IsEnvironmentName(string name) =>
        name.Length is > 0 and <= 63
        && char.IsAsciiLetterOrDigit(name[0])
        && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '-' or '_');
}
