using System.Security;
using Talentys.Kernel;

namespace Talentys.Projects.Resources;

/// <summary>Finds the files of a kind in the project.</summary>
internal static class ResourceFiles
{
    private static readonly EnumerationOptions Visible = new()
    {
        IgnoreInaccessible = false,
        AttributesToSkip = FileAttributes.Hidden,
        MatchType = MatchType.Simple,
        ReturnSpecialDirectories = false,
    };

    internal static bool IsYaml(string path) => Path.GetExtension(path).ToUpperInvariant() is ".YML" or ".YAML";

    /// <summary>Path of the file that the platform would write for a resource, relative to the project.</summary>
    internal static string PathOf(IResourceKind kind, string name) => IsYaml(kind.Location) ? kind.Location : $"{kind.Location}/{name}.yml";

    /// <summary>Paths relative to the project, with forward slashes, in order.</summary>
    internal static Result<IReadOnlyList<string>> Of(IResourceKind kind, string project)
    {
        try
        {
            return IsYaml(kind.Location) ? Single(kind.Location, project) : Folder(kind.Location, project);
        }
        catch (Exception failure) when (IsUnreadable(failure))
        {
            return Unreadable(kind.Location, "folder", failure);
        }
    }

    internal static bool IsUnreadable(Exception failure) => failure is IOException or UnauthorizedAccessException or SecurityException;

    internal static Fault Unreadable(string path, string what, Exception failure) => Fault.Failed(
        "projects.unreadable", $"The {what} cannot be read.", path,
        failure is UnauthorizedAccessException or SecurityException
            ? "Give the user that runs the platform the right to read it."
            : "Look whether it is still there, is a plain one, and is whole.");

    // either ending will do; both at once are told as a duplicate
    private static Result<IReadOnlyList<string>> Single(string location, string project)
    {
        var stem = Path.GetFileNameWithoutExtension(location);
        string[] found = [.. Directory.EnumerateFiles(project, "*", Visible)
            .Select(path => Path.GetFileName(path)!)
            .Where(name => IsYaml(name) && Path.GetFileNameWithoutExtension(name) == stem)
            .Order(StringComparer.Ordinal)];
        return found;
    }

    private static Result<IReadOnlyList<string>> Folder(string location, string project)
    {
        // asking whether the folder exists would take one that may not be read for one that is not there
        if (!Directory.EnumerateFileSystemEntries(project, location, Visible).Any())
        {
            return Array.Empty<string>();
        }

        string[] found = [.. Directory.EnumerateFiles(Path.Combine(project, location), "*", Visible)
            .Where(IsYaml)
            .Select(path => $"{location}/{Path.GetFileName(path)}")
            .Order(StringComparer.Ordinal)];
        return found;
    }
}
