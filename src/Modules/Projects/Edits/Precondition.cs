using Microsoft.AspNetCore.Http;
using Talentys.Kernel;

namespace Talentys.Projects.Edits;

/// <summary>What a client knows of the file that it changes: <c>If-None-Match: *</c> that there is none, <c>If-Match</c> its version.</summary>
/// <param name="Create">There must be no such file.</param>
/// <param name="Versions">One of these must be the file's; empty for any.</param>
internal sealed record Precondition(bool Create, IReadOnlyList<string> Versions)
{
    /// <summary>Reads the headers.</summary>
    /// <exception cref="FaultException"><c>projects.precondition</c>: none, both, or another than is possible here.</exception>
    internal static Precondition Of(HttpRequest request)
    {
        var none = request.Headers.IfNoneMatch.ToString().Trim();
        var match = request.Headers.IfMatch.ToString().Trim();
        return (none, match) switch
        {
            ("*", "") => new Precondition(Create: true, []),
            ("", "*") => new Precondition(Create: false, []),
            ("", { Length: > 0 }) => new Precondition(Create: false, [.. match.Split(',').Select(Plain)]),
            _ => throw new FaultException(Fault.Invalid(
                "projects.precondition", "It is not said what the file is taken to be now.", "If-Match",
                "Send If-None-Match: * for a new file, or If-Match with the version that was read.")),
        };
    }

    /// <summary>Refuses when the file is not as the client takes it to be.</summary>
    /// <param name="path">The file.</param>
    /// <param name="version">Its version; null when there is none.</param>
    /// <exception cref="FaultException"><c>projects.exists</c> or <c>projects.changed</c>.</exception>
    internal void Hold(string path, string? version)
    {
        if (Create && version is not null)
        {
            throw new FaultException(new Fault(
                FaultKind.Conflict, "projects.exists", $"There is a file {path} already.", "name", "Choose another name, or change the one that is there."));
        }

        if (!Create && version is null)
        {
            throw new FaultException(new Fault(
                FaultKind.Conflict, "projects.changed", $"The file {path} is not there any more.", "If-Match", "Load it again; to bring it back, save it as a new one."));
        }

        if (!Create && Versions.Count > 0 && !Versions.Contains(version!, StringComparer.Ordinal))
        {
            throw new FaultException(new Fault(
                FaultKind.Conflict, "projects.changed", $"The file {path} was changed meanwhile.", "If-Match", "Load it again and make the change there."));
        }
    }

    private static string Plain(string tag)
    {
        var bare = tag.Trim();
        bare = bare.StartsWith("W/", StringComparison.Ordinal) ? bare[2..] : bare;
        return bare.Trim('"');
    }
}
