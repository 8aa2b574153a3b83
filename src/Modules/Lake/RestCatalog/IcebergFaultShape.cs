using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Talentys.Kernel;
using Talentys.Web;

namespace Talentys.Lake.RestCatalog;

/// <summary>Faults below <c>/iceberg</c> as the catalog's document has them: <c>{"error": {message, type, code}}</c>, and OAuth's own at the token route.</summary>
internal sealed class IcebergFaultShape : IFaultShape
{
    /// <summary>What all addresses of the catalog begin with.</summary>
    public const string Root = "/iceberg";

    private const string TokenPath = "/iceberg/v1/oauth/tokens";

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <inheritdoc/>
    public bool Tells(PathString path) => path.StartsWithSegments(Root, StringComparison.Ordinal);

    /// <inheritdoc/>
    public FaultAnswer Of(HttpContext context, IReadOnlyList<Fault> faults, int status)
    {
        var message = string.Join(" ", faults);
        if (context.Request.Path.Equals(TokenPath, StringComparison.Ordinal))
        {
            return OfToken(status, message);
        }

        var isCommit = context.GetEndpoint()?.Metadata.GetMetadata<CommitMark>() is not null;
        var (code, type) = TypeOf(faults[0], status, isCommit);
        return new FaultAnswer(code, JsonSerializer.SerializeToUtf8Bytes(new { error = new { message, type, code } }, Json));
    }

    /// <summary>OAuth's shape (RFC 6749, section 5.2), which clients expect of the token route.</summary>
    public static FaultAnswer OfToken(int status, string message)
    {
        var code = status is >= 400 and < 500 and not StatusCodes.Status429TooManyRequests ? StatusCodes.Status400BadRequest : status;
        var error = code == StatusCodes.Status400BadRequest ? "invalid_request" : "temporarily_unavailable";
        return new FaultAnswer(code, JsonSerializer.SerializeToUtf8Bytes(new { error, error_description = message }, Json));
    }

    private static (int Code, string Type) TypeOf(Fault fault, int status, bool isCommit) => fault.Code switch
    {
        "lake.table_unknown" => (StatusCodes.Status404NotFound, "NoSuchTableException"),
        RestFaults.SchemaUnknown => (StatusCodes.Status404NotFound, "NoSuchNamespaceException"),
        RestFaults.ViewUnknown => (StatusCodes.Status404NotFound, "NoSuchViewException"),
        RestFaults.WarehouseUnknown => (StatusCodes.Status404NotFound, "NoSuchWarehouseException"),
        RestFaults.SchemaExists or RestFaults.TableExists => (StatusCodes.Status409Conflict, "AlreadyExistsException"),
        RestFaults.SchemaNotEmpty => (StatusCodes.Status409Conflict, "NamespaceNotEmptyException"),
        RestFaults.KeysContradict => (StatusCodes.Status422UnprocessableEntity, "UnprocessableEntityException"),
        RestFaults.NotSupported => (StatusCodes.Status406NotAcceptable, "UnsupportedOperationException"),
        RestFaults.CommitUnknown => (StatusCodes.Status500InternalServerError, "CommitStateUnknownException"),
        "lake.write_failed" => (StatusCodes.Status503ServiceUnavailable, "ServiceUnavailableException"),

        // work that failed is the server's trouble here, not the request's
        _ when fault.Kind == FaultKind.Failed && status == StatusCodes.Status422UnprocessableEntity =>
            (StatusCodes.Status500InternalServerError, isCommit ? "CommitStateUnknownException" : "InternalServerError"),
        _ => (status, status switch
        {
            StatusCodes.Status401Unauthorized => "NotAuthorizedException",
            StatusCodes.Status403Forbidden => "ForbiddenException",
            StatusCodes.Status404NotFound => "NotFoundException",
            StatusCodes.Status405MethodNotAllowed => "UnsupportedOperationException",
            StatusCodes.Status409Conflict => "CommitFailedException",
            StatusCodes.Status429TooManyRequests => "SlowDownException",
            StatusCodes.Status503ServiceUnavailable => "ServiceUnavailableException",
            >= 400 and < 500 => "BadRequestException",
            _ => isCommit ? "CommitStateUnknownException" : "InternalServerError",
        }),
    };
}

/// <summary>Marks the route of commits: when it fails unexpectedly, what became of the commit is not known.</summary>
internal sealed class CommitMark;
