using Microsoft.Extensions.Logging;

namespace Talentys.Runs;

/// <summary>Log messages of the module: 2100 to 2199.</summary>
internal static partial class RunsLog
{
    [LoggerMessage(2100, LogLevel.Error, "The run {RunId} of kind {Kind} failed unexpectedly.")]
    public static partial void Failed(ILogger logger, string runId, string kind, Exception failure);

    [LoggerMessage(2101, LogLevel.Error, "What the run {RunId} did could not be recorded; it will be tried again.")]
    public static partial void NotRecorded(ILogger logger, string runId, Exception failure);

    [LoggerMessage(2102, LogLevel.Warning, "The lease of the run {RunId} was lost; another worker may have it.")]
    public static partial void LeaseLost(ILogger logger, string runId);

    [LoggerMessage(2104, LogLevel.Warning, "The lease of the run {RunId} could not be renewed; trying again.")]
    public static partial void BeatFailed(ILogger logger, string runId, Exception failure);

    [LoggerMessage(2105, LogLevel.Warning, "Reports of the run {RunId} could not be written; trying again.")]
    public static partial void WriteFailed(ILogger logger, string runId, Exception failure);

    [LoggerMessage(2103, LogLevel.Warning, "The queue of runs cannot be read; trying again.")]
    public static partial void QueueUnreachable(ILogger logger, Exception failure);
}
