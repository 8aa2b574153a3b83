using Microsoft.Extensions.Logging;

namespace Talentys.Lake.RestCatalog;

/// <summary>What the catalog logs.</summary>
internal static partial class RestLog
{
    [LoggerMessage(1320, LogLevel.Information, "{Principal} sent a {Report} of {Table}, snapshot {Snapshot}")]
    internal static partial void Reported(ILogger logger, string principal, string report, string table, long snapshot);
}
