using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Talentys.Kernel;

namespace Talentys.Web;

/// <summary>The faults and the status that an exception stands for.</summary>
internal static class ThrownFaults
{
    internal static (IReadOnlyList<Fault> Faults, int Status) Of(Exception exception) => exception switch
    {
        FaultException known => (known.Faults, FaultStatus.Of(known.Fault.Kind)),
        BadHttpRequestException bad => ([OfRequest(bad)], bad.StatusCode),
        OperationCanceledException => ([new Fault(
            FaultKind.Unavailable, "web.stopping", "The work was stopped before it was done.", null, "Try again.")],
            StatusCodes.Status503ServiceUnavailable),
        _ => ([WebFaults.Unexpected], StatusCodes.Status500InternalServerError),
    };

    private static Fault OfRequest(BadHttpRequestException bad) => bad switch
    {
        { InnerException: JsonException json } => OfJson(json),
        { StatusCode: StatusCodes.Status413PayloadTooLarge } => WebFaults.TooLarge,
        { StatusCode: StatusCodes.Status415UnsupportedMediaType } => WebFaults.MediaType,
        _ => Fault.Invalid("web.bad_request", bad.Message),
    };

    private static Fault OfJson(JsonException json)
    {
        var place = json.LineNumber is { } line ? $"body:{line + 1}:{json.BytePositionInLine + 1}" : "body";
        var field = json.Path is { Length: > 0 } path ? $" at {path}" : "";
        return Fault.Invalid("web.json_invalid", $"The body is not the JSON that is expected{field}.", place, "See /openapi/v1.json for its shape.");
    }
}
