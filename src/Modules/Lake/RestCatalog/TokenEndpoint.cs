using System.Text;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Talentys.Web;

namespace Talentys.Lake.RestCatalog;

/// <summary>OAuth's client credentials over our API keys: the name of a key and the key, which is then the bearer token.</summary>
internal static class TokenEndpoint
{
    private const int MostBytes = 64 * 1024;
    private const string AccessToken = "urn:ietf:params:oauth:token-type:access_token";
    private const string Basic = "Basic ";

    /// <summary>Answers a form.</summary>
    public static async Task<IResult> PostAsync(HttpContext context, TimeProvider clock, CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store"; // RFC 6749, section 5.1
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MostBytes;
        }

        if (!context.Request.HasFormContentType)
        {
            return Refused("invalid_request", "The body is not a form: send application/x-www-form-urlencoded.");
        }

        IFormCollection form;
        try
        {
            form = await context.Request.ReadFormAsync(cancellationToken);
        }
        catch (InvalidDataException broken)
        {
            return Refused("invalid_request", broken.Message);
        }

        var grant = form["grant_type"].ToString();
        if (grant != "client_credentials")
        {
            return grant.Length == 0
                ? Refused("invalid_request", "grant_type is missing.")
                : Refused("unsupported_grant_type", "Only client_credentials is supported; an API key is a bearer token as it is.");
        }

        var (id, secret, basic) = Credentials(context.Request, form);
        if (id.Length == 0 || secret.Length == 0)
        {
            return Refused("invalid_request", "client_id (the name of an API key) and client_secret (the key) are needed.");
        }

        var token = context.RequestServices.GetService<IClientCredentials>() is { } keys ? await keys.CheckAsync(id, secret, cancellationToken) : null;
        if (token is not null)
        {
            var seconds = token.ExpiresAt is { } end ? (long?)Math.Max(1, (end - clock.GetUtcNow()).TotalSeconds) : null;
            return Results.Json(new TokenAnswer(token.Token, "bearer", AccessToken, seconds));
        }

        if (basic)
        {
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"iceberg\"";
        }

        return Refused("invalid_client", "There is no API key of that name with that secret.", StatusCodes.Status401Unauthorized);
    }

    private static (string Id, string Secret, bool Basic) Credentials(HttpRequest request, IFormCollection form)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase))
        {
            return (form["client_id"].ToString(), form["client_secret"].ToString(), false);
        }

        var bytes = new byte[header.Length];
        var pair = Convert.TryFromBase64String(header[Basic.Length..].Trim(), bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : "";
        return pair.IndexOf(':', StringComparison.Ordinal) is var colon and > 0 ? (Decoded(pair[..colon]), Decoded(pair[(colon + 1)..]), true) : ("", "", true);
    }

    // RFC 6749, section 2.3.1: both are form-encoded before they are put together; many clients do not
    private static string Decoded(string part) => Uri.UnescapeDataString(part.Replace('+', ' '));

    private static IResult Refused(string error, string description, int status = StatusCodes.Status400BadRequest) =>
        Results.Json(new TokenRefusal(error, description), statusCode: status);

    /// <summary>A token.</summary>
    internal sealed record TokenAnswer(
        [property: JsonPropertyName("access_token")] string AccessToken,
        [property: JsonPropertyName("token_type")] string TokenType,
        [property: JsonPropertyName("issued_token_type")] string IssuedTokenType,
        [property: JsonPropertyName("expires_in"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? ExpiresIn);

    /// <summary>Why there is none.</summary>
    internal sealed record TokenRefusal(
        [property: JsonPropertyName("error")] string Error, [property: JsonPropertyName("error_description")] string ErrorDescription);
}
