using Microsoft.Extensions.Logging;

namespace Talentys.Operations;

/// <summary>What the module logs.</summary>
internal static partial class OperationsLog
{
    [LoggerMessage(7000, LogLevel.Warning, "The health check {Probe} did not end within {Limit}")]
    internal static partial void ProbeHangs(ILogger logger, string probe, TimeSpan limit);

    [LoggerMessage(7001, LogLevel.Warning, "The health check {Probe} could not be made")]
    internal static partial void ProbeFailed(ILogger logger, Exception exception, string probe);
}
