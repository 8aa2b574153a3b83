using Talentys.Contracts;
using Talentys.Kernel;

namespace Talentys.Ingestion.Files;

/// <summary>What is in a folder that sources may read: what their patterns would find, and the folders on the way.</summary>
internal sealed class FolderListing(ReadablePaths readable)
{
    private const int Most = 1000;
    private const string Place = "path";

    /// <summary>Folders first, each by name; at most 1,000 entries.</summary>
    /// <exception cref="FaultException">It may not be read, is not there, or is no folder.</exception>
    public IReadOnlyList<FolderEntry> Of(string path, Principal principal, CancellationToken cancellationToken)
    {
        if (readable.Check(path, principal, Place) is { } denied)
        {
            throw new FaultException(denied);
        }

        var folder = readable.Absolute(path);
        if (!Directory.Exists(folder))
        {
            throw new FaultException(File.Exists(folder)
                ? Fault.Invalid("ingestion.no_folder", $"'{path}' is a file.", Place, "Name the folder that it is in.")
                : FileFaults.Missing(path, Place));
        }

        try
        {
            return [.. new DirectoryInfo(folder).EnumerateFileSystemInfos()
                .TakeWhile(_ => !cancellationToken.IsCancellationRequested)
                .Where(entry => entry.Name[0] is not ('.' or '_') && IsReadable(entry, principal))
                .OrderBy(entry => entry is FileInfo).ThenBy(entry => entry.Name, StringComparer.OrdinalIgnoreCase).ThenBy(entry => entry.Name, StringComparer.Ordinal)
                .Take(Most)
                .Select(entry => new FolderEntry(
                    entry.Name, readable.Written(entry.FullName) + (entry is DirectoryInfo ? "/" : ""), entry is DirectoryInfo, Length(entry),
                    new DateTimeOffset(entry.LastWriteTimeUtc, TimeSpan.Zero)))];
        }
        catch (Exception failure) when (FileFaults.Of(failure, Place) is { } fault)
        {
            throw new FaultException(fault, failure);
        }
    }

    // a link may lead to where the principal may not read
    private bool IsReadable(FileSystemInfo entry, Principal principal) =>
        entry.LinkTarget is null || (entry.Exists && readable.Check(entry.FullName, principal, Place) is null);

    private static long? Length(FileSystemInfo entry) => entry is FileInfo file
        ? (file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file).Length
        : null;
}
