using Talentys.Kernel;

namespace Talentys.Host.Sessions;

/// <summary>Finds the project's folder and its state folder.</summary>
internal static class ProjectFolder
{
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
