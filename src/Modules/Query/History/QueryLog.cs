using Microsoft.Extensions.Logging;

namespace Talentys.Query.History;

/// <summary>Log messages of the module: 4000 to 4099.</summary>
internal static partial class QueryLog
{
    [LoggerMessage(4000, LogLevel.Warning, "The history of {Count} statements could not be written.")]
    public static partial void HistoryNotWritten(ILogger logger, int count, Exception failure);

    [LoggerMessage(4001, LogLevel.Warning, "The lineage of the statement {Id} could not be read.")]
    public static partial void LineageNotRead(ILogger logger, string id, Exception failure);
}
