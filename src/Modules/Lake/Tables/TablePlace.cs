using Talentys.Kernel;

namespace Talentys.Lake.Tables;

/// <summary>Where the files of a table are, and how to find there what its metadata names.</summary>
/// <param name="Location">Folder of the table, an absolute location without a slash at its end.</param>
/// <param name="Recorded">The location that the table's metadata tells, which differs when the folder was moved; null when not known yet.</param>
internal sealed record TablePlace(string Location, string? Recorded = null)
{
    private static readonly string[] S3Schemes = ["s3a://", "s3n://"];

    /// <summary>Data files.</summary>
    public string Data => $"{Location}/data";

    /// <summary>Metadata files, manifest lists and manifests.</summary>
    public string Metadata => $"{Location}/metadata";

    /// <summary>One empty object for each write that is not finished.</summary>
    public string Pending => $"{Location}/pending";

    /// <summary>The metadata file of a name, as the pointer has it; of another engine's table also a location of its own.</summary>
    public string MetadataFile(string name) => name.Contains("://", StringComparison.Ordinal) ? name : $"{Metadata}/{name}";

    /// <summary>
    /// The location now of what metadata names: below the folder of the table, wherever that is now. A table may be moved, and
    /// its metadata with it; and it may not name the files of others.
    /// </summary>
    /// <exception cref="FaultException"><c>lake.path_refused</c>: it is outside of the table's folder.</exception>
    public string Resolve(string named) => TryResolve(named) ?? throw new FaultException(Fault.Invalid(
        "lake.path_refused", "The metadata of a table names a file outside of the table's folder.", named,
        "Bring the files of the table together in one folder with the engine that wrote it."));

    /// <summary>The same, or null when it is outside of the table's folder.</summary>
    public string? TryResolve(string named)
    {
        var location = Normal(named);
        var rest = Below(location, Location)
            ?? (Recorded is null ? null : Below(location, Normal(Recorded)))
            ?? BelowOwnName(location);
        if (rest is null)
        {
            return null;
        }

        // disks do not count slashes, and engines write two where a location ends with one; in object stores they are part of the key
        var parts = rest.Split('/', IsLocal ? StringSplitOptions.RemoveEmptyEntries : StringSplitOptions.None);
        return parts.Length == 0 || parts.Any(part => part is ".." or "." or "") ? null : $"{Location}/{string.Join('/', parts)}";
    }

    private bool IsLocal => Location.StartsWith("file://", StringComparison.Ordinal);

    private static string? Below(string location, string folder)
    {
        folder = folder.TrimEnd('/');
        return location.Length > folder.Length + 1 && location.StartsWith(folder, StringComparison.Ordinal) && location[folder.Length] == '/'
            ? location[(folder.Length + 1)..]
            : null;
    }

    // the name of a folder of ours is unique by the table's id
    private string? BelowOwnName(string location)
    {
        var own = $"/{Location[(Location.LastIndexOf('/') + 1)..]}/";
        var at = location.LastIndexOf(own, StringComparison.Ordinal);
        return at >= 0 ? location[(at + own.Length)..] : null;
    }

    /// <summary>One way to write a location: engines write <c>file:/x</c>, <c>/x</c>, <c>s3a://</c>, and relative paths.</summary>
    private static string Normal(string named)
    {
        if (S3Schemes.FirstOrDefault(scheme => named.StartsWith(scheme, StringComparison.Ordinal)) is { } other)
        {
            return $"s3://{named[other.Length..]}";
        }

        var path = named.Replace('\\', '/');
        return named.Contains("://", StringComparison.Ordinal) ? named
            : path.StartsWith("file:", StringComparison.Ordinal) ? $"file://{path["file:".Length..]}"
            : path.StartsWith('/') ? $"file://{path}"
            : path.StartsWith("./", StringComparison.Ordinal) ? path[2..]
            : path;
    }
}
