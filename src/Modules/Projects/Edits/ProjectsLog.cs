using Microsoft.Extensions.Logging;

namespace Talentys.Projects.Edits;

/// <summary>Log messages of the module: 2000 to 2099.</summary>
internal static partial class ProjectsLog
{
    [LoggerMessage(2000, LogLevel.Information, "{Principal} ({PrincipalId}) of {Organisation} created {Path}, version {Version}.")]
    public static partial void Created(ILogger logger, string principal, string principalId, string organisation, string path, string version);

    [LoggerMessage(2001, LogLevel.Information, "{Principal} ({PrincipalId}) of {Organisation} changed {Path} from version {Before} to {Version}.")]
    public static partial void Changed(
        ILogger logger, string principal, string principalId, string organisation, string path, string before, string version);

    [LoggerMessage(2002, LogLevel.Information, "{Principal} ({PrincipalId}) of {Organisation} deleted {Path}, version {Version}.")]
    public static partial void Deleted(ILogger logger, string principal, string principalId, string organisation, string path, string version);
}
