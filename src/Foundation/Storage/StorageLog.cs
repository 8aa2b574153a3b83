using Microsoft.Extensions.Logging;

namespace Talentys.Storage;

/// <summary>What the storage logs.</summary>
internal static partial class StorageLog
{
    [LoggerMessage(1100, LogLevel.Information, "The metadata was copied to {Copy} before it is changed")]
    internal static partial void Copied(ILogger logger, string copy);

    [LoggerMessage(1101, LogLevel.Information, "The metadata is ready: {Count} migrations applied, the last is {Migration}")]
    internal static partial void Migrated(ILogger logger, int count, string migration);

    [LoggerMessage(1110, LogLevel.Warning, "Event {Event} ({Id}) was not handled at attempt {Attempt}; it is tried again at {Next}")]
    internal static partial void DeliveryFailed(ILogger logger, Exception exception, string @event, long id, int attempt, DateTimeOffset next);

    [LoggerMessage(1111, LogLevel.Error, "Event {Event} ({Id}) was not handled at {Attempt} attempts and is set aside")]
    internal static partial void DeliveryGivenUp(ILogger logger, Exception exception, string @event, long id, int attempt);

    [LoggerMessage(1112, LogLevel.Warning, "Events could not be delivered now; it is tried again")]
    internal static partial void RoundFailed(ILogger logger, Exception exception);
}
