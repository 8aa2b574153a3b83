using System.Text;
using Talentys.Kernel;
using Talentys.Projects.Resources;

namespace Talentys.Projects.Edits;

/// <summary>Writes a file of the project in whole or not at all.</summary>
internal static class ProjectFile
{
    /// <summary>Where a file really is, every symbolic link on the way being followed.</summary>
    /// <exception cref="FaultException"><c>projects.outside</c>: not in the project, or in its state.</exception>
    internal static string Place(PlatformFolders folders, string path)
    {
        var real = Real(Path.GetFullPath(path, folders.Project));
        return Below(real, Real(folders.Project)) && !Below(real, Real(folders.State))
            ? real
            : throw new FaultException(new Fault(
                FaultKind.Denied, "projects.outside", "The file would lie outside of the project.", path, "Replace the symbolic link by a folder or file."));
    }

    /// <summary>Writes beside the file, waits until the disk has it, then takes its place.</summary>
    /// <param name="place">The file.</param>
    /// <param name="text">What it is to hold.</param>
    /// <param name="create">It must not be there.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="FaultException"><c>projects.exists</c> or <c>projects.not_written</c>.</exception>
    internal static async Task WriteAsync(string place, string text, bool create, CancellationToken cancellationToken)
    {
        var folder = Path.GetDirectoryName(place)!;
        var temporary = Path.Combine(folder, $".{Path.GetFileName(place)}.{Ids.New()}.tmp");
        try
        {
            Directory.CreateDirectory(folder);
            var mode = !OperatingSystem.IsWindows() && File.Exists(place) ? File.GetUnixFileMode(place) : (UnixFileMode?)null;
            await using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                await file.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
                file.Flush(flushToDisk: true);
            }

            if (mode is { } kept && !OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(temporary, kept);
            }

            File.Move(temporary, place, overwrite: !create);
        }
        catch (IOException) when (create && File.Exists(place))
        {
            throw new FaultException(new Fault(
                FaultKind.Conflict, "projects.exists", $"There is a file {Path.GetFileName(place)} already.", "name", "Choose another name."));
        }
        catch (Exception failure) when (ResourceFiles.IsUnreadable(failure))
        {
            throw new FaultException(NotWritten(place), failure);
        }
        finally
        {
            Delete(temporary);
        }
    }

    /// <summary>Deletes a file that is there.</summary>
    /// <exception cref="FaultException"><c>projects.not_written</c>.</exception>
    internal static void Remove(string place)
    {
        try
        {
            File.Delete(place);
        }
        catch (Exception failure) when (ResourceFiles.IsUnreadable(failure))
        {
            throw new FaultException(NotWritten(place), failure);
        }
    }

    private static Fault NotWritten(string place) => Fault.Failed(
        "projects.not_written", "The file cannot be written.", Path.GetFileName(place), "Look whether the folder may be written and whether there is space.");

    // what is left of a failed write is hidden and no resource: that it stays is no harm
    private static void Delete(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception failure) when (ResourceFiles.IsUnreadable(failure))
        {
            return;
        }
    }

    private static bool Below(string path, string folder) => path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string Real(string path)
    {
        var real = Path.GetPathRoot(path)!;
        foreach (var part in path[real.Length..].Split('/', '\\').Where(part => part.Length > 0))
        {
            var next = Path.Combine(real, part);
            FileSystemInfo info = Directory.Exists(next) ? new DirectoryInfo(next) : new FileInfo(next);
            real = info.LinkTarget is null ? next : Path.GetFullPath(info.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? next);
        }

        return real;
    }
}
