using Talentys.Kernel;
using Talentys.Lake.Stores;

namespace Talentys.Lake.Foreign;

/// <summary>
/// Which places other engines' tables may be taken in from. Without limits anybody who may register could read any file of
/// the server's account as a table, and tables of other organisations around what they allow.
/// </summary>
internal sealed class RegisterRoots(LakeOptions options, PlatformFolders folders)
{
    /// <summary>The location of what somebody names: a path below the project's folder, an absolute one, or one of an object store.</summary>
    /// <exception cref="FaultException"><c>lake.place_denied</c>.</exception>
    public string Locate(string named)
    {
        if (named.Contains('\0', StringComparison.Ordinal) || string.IsNullOrWhiteSpace(named))
        {
            throw new FaultException(Fault.Invalid("lake.place_invalid", "That is no place of a table.", null, "Name a metadata file or the folder of a table."));
        }

        if (named.Contains("://", StringComparison.Ordinal) && !named.StartsWith("file://", StringComparison.Ordinal))
        {
            var location = named.TrimEnd('/');
            return options.RegisterAnywhere || (!location.Split('/').Any(part => part is ".." or ".")
                && options.RegisterFrom.Any(root => IsBelow(location, root.TrimEnd('/'))))
                ? location
                : throw Denied(named);
        }

        var path = Path.GetFullPath(Path.Combine(folders.Project, named.StartsWith("file://", StringComparison.Ordinal) ? LocalStore.ToPath(named) : named));
        Check(path, named);
        return LocalStore.ToLocation(path).TrimEnd('/');
    }

    /// <summary>Refuses what is not in an allowed folder, wherever links lead.</summary>
    public void Check(string path, string named)
    {
        try
        {
            var real = Real(path);
            if (!IsBelowPath(real, Real(folders.State)) && (options.RegisterAnywhere || Roots().Any(root => IsBelowPath(real, root))))
            {
                return;
            }
        }
        catch (IOException)
        {
            // links that lead in a circle lead nowhere
        }

        throw Denied(named);
    }

    private IEnumerable<string> Roots() => options.RegisterFrom.Count == 0
        ? [Real(folders.Project)]
        : options.RegisterFrom.Where(root => !root.Contains("://", StringComparison.Ordinal)).Select(root => Real(Path.GetFullPath(Path.Combine(folders.Project, root))));

    /// <summary>The path without links in any of its folders.</summary>
    private static string Real(string path)
    {
        var parent = Path.GetDirectoryName(path);
        if (parent is null)
        {
            return path;
        }

        var here = Path.Combine(Real(parent), Path.GetFileName(path));
        FileSystemInfo entry = Directory.Exists(here) ? new DirectoryInfo(here) : new FileInfo(here);
        return entry.LinkTarget is not null && entry.ResolveLinkTarget(returnFinalTarget: true) is { } target ? Real(target.FullName) : here;
    }

    private static bool IsBelowPath(string path, string root) => IsBelow(path, Path.TrimEndingDirectorySeparator(root), Path.DirectorySeparatorChar);

    private static bool IsBelow(string path, string root, char separator = '/') =>
        path == root || (path.StartsWith(root, StringComparison.Ordinal) && (root.EndsWith(separator) || path[root.Length] == separator));

    private static FaultException Denied(string named) => new(new Fault(
        FaultKind.Denied, "lake.place_denied", "Tables are not taken in from there.", named,
        "Name a place below the project's folder, or let an administrator add the folder to the setting Lake:RegisterFrom."));
}
