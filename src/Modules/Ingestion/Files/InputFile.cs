namespace Talentys.Ingestion.Files;

/// <summary>A data file as it was found.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Display">Path as people know it: relative to the project where it lies inside.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Modified">Ticks of the last change, UTC.</param>
/// <param name="Partitions">Columns that folders like <c>dt=2026-01-01</c> give.</param>
internal sealed record InputFile(
    string Path, string Display, long Length, long Modified, IReadOnlyList<KeyValuePair<string, string>> Partitions)
{
    public static InputFile Of(string path, string project, string root)
    {
        var info = new FileInfo(path);
        var inside = path.StartsWith(project + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal);
        var display = inside ? System.IO.Path.GetRelativePath(project, path) : path;
        return new InputFile(path, display, info.Length, info.LastWriteTimeUtc.Ticks, Hive(System.IO.Path.GetRelativePath(root, path)));
    }

    /// <summary>Whether the file is still as it was when it was found.</summary>
    public bool Unchanged()
    {
        var now = new FileInfo(Path);
        return now.Exists && now.Length == Length && now.LastWriteTimeUtc.Ticks == Modified;
    }

    private static List<KeyValuePair<string, string>> Hive(string relative) =>
    [
        .. relative.Split('/', '\\').SkipLast(1).Select(part => part.Split('=', 2)).Where(pair => pair.Length == 2 && pair[0].Length > 0)
            .Select(pair => KeyValuePair.Create(pair[0], Uri.UnescapeDataString(pair[1]))),
    ];
}
