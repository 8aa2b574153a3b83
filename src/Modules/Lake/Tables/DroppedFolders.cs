namespace Talentys.Lake.Tables;

/// <summary>Deletes folders of dropped tables.</summary>
internal static class DroppedFolders
{
    /// <summary>Deletes a folder, the mark last; what is in use stays for the next sweep.</summary>
    public static void TryDelete(string path)
    {
        try
        {
            foreach (var part in Directory.EnumerateDirectories(path))
            {
                Directory.Delete(part, recursive: true);
            }

            Directory.Delete(path, recursive: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // in use: the mark is still there
        }
    }

    /// <summary>Folders below the lake that bear the mark of a drop.</summary>
    public static IEnumerable<string> Marked(string lakeRoot) => Directory.Exists(lakeRoot)
        ? Directory.EnumerateFiles(lakeRoot, ".dropped", new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = 4,
            AttributesToSkip = FileAttributes.ReparsePoint,
            IgnoreInaccessible = true,
        }).Select(mark => Path.GetDirectoryName(mark)!)
        : [];
}
