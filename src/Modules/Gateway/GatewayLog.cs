using Microsoft.Extensions.Logging;

namespace Talentys.Gateway;

/// <summary>Texts of the log.</summary>
internal static partial class GatewayLog
{
    [LoggerMessage(12001, LogLevel.Error, "A statement of PostgreSQL session {Process} broke")]
    public static partial void StatementBroke(ILogger log, int process, Exception failure);

    [LoggerMessage(12002, LogLevel.Debug, "A statement that was left ended: {Reason}")]
    public static partial void Cleared(ILogger log, string reason);

    [LoggerMessage(12003, LogLevel.Warning, "Rows of a paused cursor of PostgreSQL session {Process} could not be kept: {Reason}")]
    public static partial void NotKept(ILogger log, int process, string reason);

    [LoggerMessage(12004, LogLevel.Error, "A PostgreSQL connection broke")]
    public static partial void ConnectionBroke(ILogger log, Exception failure);

    [LoggerMessage(12005, LogLevel.Information, "Connection of {From} was refused: {Reason}")]
    public static partial void Refused(ILogger log, string from, string reason);

    [LoggerMessage(12006, LogLevel.Information, "The certificate {Subject}, valid until {Until}, is used from now on")]
    public static partial void CertificateTaken(ILogger log, string subject, DateTime until);

    [LoggerMessage(12007, LogLevel.Warning, "The certificate on disk has changed and cannot be used, the last one stays: {Reason}")]
    public static partial void CertificateRefused(ILogger log, string reason);
}
