using System.Text.RegularExpressions;
using Talentys.Kernel;

namespace Talentys.Host.Sessions;

/// <summary>Finds the project's folder and its state folder.</summary>
internal static partial class ProjectFolder
{
    private const string Setting = "TALENTYS_Web__DefaultEnvironment";

    private static readonly string[] Marks = ["talentys.yml", "talentys.yaml", "dbt_project.yml"];

    /// <summary>The folder named, or the nearest with a project file upwards, else the current one.</summary>
    /// <exception cref="FaultException"><c>project.folder_missing</c> or <c>project.folder_denied</c>.</exception>
    public static PlatformFolders Find(string? named)
    {
        if (named is not null && !Directory.Exists(named))
        {
            throw new FaultException(Fault.Invalid(
                "project.folder_missing", $"There is no folder {named}.", null, $"Make a project there: talentys init {named}"));
        }

        var folder = named ?? Upwards(Environment.CurrentDirectory) ?? Environment.CurrentDirectory;
        return new PlatformFolders(Path.GetFullPath(folder), Path.Combine(Path.GetFullPath(folder), ".talentys"));
    }

    /// <summary>The environment of those who name none, as the server will take it: <c>default_env</c> of the project's file, the setting, <c>dev</c>.</summary>
    public static string EnvironmentOf(PlatformFolders folders)
    {
        var file = Marks[..2].Select(mark => Path.Combine(folders.Project, mark)).FirstOrDefault(File.Exists);
        return (file is null ? null : File.ReadLines(file).Select(line => DefaultEnvironment().Match(line)).FirstOrDefault(match => match.Success)?.Groups[1].Value)
            ?? Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>().FirstOrDefault(one => string.Equals((string)one.Key, Setting, StringComparison.OrdinalIgnoreCase)).Value as string
            ?? Scope.DefaultEnvironment;
    }

    /// <summary>Makes the state folder, for its owner alone.</summary>
    /// <exception cref="FaultException"><c>project.folder_denied</c>: it cannot be made.</exception>
    public static void Prepare(PlatformFolders folders)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folders.State);
            }
            else
            {
                Directory.CreateDirectory(folders.State, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            Directory.CreateDirectory(folders.Cache);
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException)
        {
            throw new FaultException(Fault.Failed(
                "project.folder_denied", $"The state folder {folders.State} cannot be made: {failure.Message}", null,
                "Choose a folder that you may write to, with --dir."));
        }
    }

    [GeneratedRegex("""^default_env:\s*["']?([a-z0-9_-]+)""")]
    private static partial Regex DefaultEnvironment();

    private static string? Upwards(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (Marks.Any(mark => File.Exists(Path.Combine(folder.FullName, mark))))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
