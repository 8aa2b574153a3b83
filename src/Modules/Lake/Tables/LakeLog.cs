using Microsoft.Extensions.Logging;

namespace Talentys.Lake.Tables;

/// <summary>What the lake logs.</summary>
internal static partial class LakeLog
{
    [LoggerMessage(EventId = 4001, Level = LogLevel.Information, Message = "Deleted the files of a dropped table: {Place}")]
    public static partial void DropEnded(ILogger log, string place);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Warning, Message = "Left-over files of the lake could not be swept; the next start tries again")]
    public static partial void SweepFailed(ILogger log, Exception failure);

    [LoggerMessage(EventId = 4011, Level = LogLevel.Warning, Message = "The files of a dropped table could not be deleted yet, it is tried again: {Place}")]
    public static partial void DropDelayed(ILogger log, Exception failure, string place);

    [LoggerMessage(EventId = 4010, Level = LogLevel.Warning, Message = "A table could not be looked at for its upkeep; it is tried again later")]
    public static partial void MaintenanceFailed(ILogger log, Exception failure);
}
