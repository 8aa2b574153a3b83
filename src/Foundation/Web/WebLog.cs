using Microsoft.Extensions.Logging;

namespace Talentys.Web;

/// <summary>What the request pipeline logs.</summary>
internal static partial class WebLog
{
    /// <summary>Marks all that is logged for a request with its id.</summary>
    internal static readonly Func<ILogger, string, IDisposable?> InRequest = LoggerMessage.DefineScope<string>("request {RequestId}");

    [LoggerMessage(1000, LogLevel.Error, "{Method} {Path} failed unexpectedly (request {RequestId})")]
    internal static partial void Unexpected(ILogger logger, Exception exception, string method, string path, string requestId);

    [LoggerMessage(1001, LogLevel.Warning, "{Path} failed in the middle of its answer (request {RequestId})")]
    internal static partial void BrokenOff(ILogger logger, Exception exception, string path, string requestId);

    [LoggerMessage(1002, LogLevel.Debug, "The client of {Path} left ({Exception})")]
    internal static partial void ClientLeft(ILogger logger, string path, string exception);
}
