using Talentys.Kernel;

namespace Talentys.Lake.Tables;

/// <summary>Where the files of a table are, and how they are named in its metadata.</summary>
/// <param name="LakeRoot">Folder of the lake: absolute.</param>
/// <param name="Relative">Folder of the table below it, with forward slashes; its last part is unique by the table's id.</param>
internal sealed record TableFolder(string LakeRoot, string Relative)
{
    private const string Scheme = "file://";
    private const int LongestPart = 40;

    /// <summary>Folder of the table.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine([LakeRoot, .. Relative.Split('/')]));

    /// <summary>Data files.</summary>
    public string Data => System.IO.Path.Combine(Path, "data");

    /// <summary>Metadata files, manifest lists and manifests.</summary>
    public string Metadata => System.IO.Path.Combine(Path, "metadata");

    /// <summary>One empty file for each write that is not finished.</summary>
    public string Pending => System.IO.Path.Combine(Path, "pending");

    /// <summary>Marks a table whose folder is being deleted.</summary>
    public string DroppedMark => System.IO.Path.Combine(Path, ".dropped");

    /// <summary>The table's location as metadata has it.</summary>
    public string Location => ToLocation(Path);

    /// <summary>The folder of a new table: names made safe for any file system, the id keeps them apart.</summary>
    public static TableFolder New(string lakeRoot, Scope scope, TableName name, string id) =>
        new(lakeRoot, $"{SafePart(scope.Organisation)}/{SafePart(scope.Environment)}/{SafePart(name.Schema)}/{SafePart(name.Name)}-{id}");

    /// <summary>A local path as metadata has it: the scheme and the path as it is, for engines do not decode escapes.</summary>
    public static string ToLocation(string path)
    {
        var slashed = path.Replace('\\', '/');
        return slashed.StartsWith('/') ? Scheme + slashed : $"{Scheme}/{slashed}";
    }

    /// <summary>
    /// The local path of what metadata names. Found by the table's own folder wherever that is now: a project may be moved,
    /// and the metadata of its tables with it.
    /// </summary>
    public string ToPath(string location)
    {
        var own = $"/{System.IO.Path.GetFileName(Path)}/";
        var at = location.LastIndexOf(own, StringComparison.Ordinal);
        if (at >= 0)
        {
            return System.IO.Path.Combine([Path, .. location[(at + own.Length)..].Split('/')]);
        }

        var path = location.StartsWith(Scheme, StringComparison.Ordinal) ? location[Scheme.Length..]
            : location.StartsWith("file:", StringComparison.Ordinal) ? location["file:".Length..]
            : location;
        return OperatingSystem.IsWindows() ? path.TrimStart('/') : path;
    }

    private static string SafePart(string name)
    {
        var kept = name.Length > LongestPart ? name[..LongestPart] : name;
        var safe = string.Create(kept.Length, kept, static (part, text) =>
        {
            for (var i = 0; i < part.Length; i++)
            {
                var letter = char.IsAsciiLetterUpper(text[i]) ? (char)(text[i] | 0x20) : text[i];
                part[i] = char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '-' or '_' ? letter : '_';
            }
        });

        // devices have these names on Windows, in any folder
        return safe is "con" or "prn" or "aux" or "nul" || (safe.Length == 4 && safe[..3] is "com" or "lpt") ? $"{safe}_" : safe;
    }
}
