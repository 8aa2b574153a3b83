using Talentys.Kernel;

namespace Talentys.Query.History;

/// <summary>How a statement ended.</summary>
internal sealed record QueryOutcome(string State, long Rows, string? ErrorCode, string? ErrorMessage)
{
    public static QueryOutcome Succeeded(long rows) => new("succeeded", rows, null, null);

    public static QueryOutcome Of(Exception failure, long rows) => failure switch
    {
        OperationCanceledException => new("cancelled", rows, "query.cancelled", "The statement was cancelled."),
        FaultException { Fault: var fault } => new("failed", rows, fault.Code, fault.ToString()),
        _ => new("failed", rows, "internal", "The platform failed; its log tells more."),
    };
}
