using Microsoft.Extensions.Logging;

namespace Talentys.Query.Kept;

/// <summary>What kept results log: 4020 to 4039.</summary>
internal static partial class ResultLog
{
    [LoggerMessage(4020, LogLevel.Error, "The result {Id} could not be kept.")]
    public static partial void Unexpected(ILogger logger, string id, Exception failure);
}
