using Talentys.Kernel;

namespace Talentys.Ingestion.Files;

/// <summary>Which paths of this machine a principal may load: the local operator and administrators any, others the project's folder.</summary>
internal sealed class ReadablePaths(PlatformFolders folders)
{
    public string Absolute(string path) => Path.GetFullPath(path.Replace('\\', '/'), folders.Project);

    /// <summary>The path as it is written into files: relative to the project where it lies below it.</summary>
    public string Written(string absolute) => absolute == folders.Project ? "." : absolute.StartsWith(folders.Project + Path.DirectorySeparatorChar, StringComparison.Ordinal)
        ? "./" + Path.GetRelativePath(folders.Project, absolute).Replace('\\', '/')
        : absolute;

    /// <summary>Why the path may not be loaded, or null.</summary>
    /// <param name="path">Path or pattern, absolute or relative to the project.</param>
    /// <param name="principal">Who wishes to read it.</param>
    /// <param name="place">Place of the fault.</param>
    public Fault? Check(string path, Principal principal, string place = "paths")
    {
        if (string.IsNullOrWhiteSpace(path) || path.Contains('\0', StringComparison.Ordinal))
        {
            return Fault.Invalid("ingestion.path_invalid", "A path is empty or holds a NUL character.", place);
        }

        if (path.Contains("://", StringComparison.Ordinal))
        {
            return Fault.Invalid("ingestion.path_remote", $"'{path}' is not on this machine, and object stores are not read yet.", place, "Name a local path.");
        }

        if (principal.Kind is PrincipalKind.LocalOperator or PrincipalKind.System || principal.Is(Roles.Administrator))
        {
            return null;
        }

        var absolute = Absolute(path);
        var start = FileGlob.IsPattern(absolute) && !File.Exists(absolute) ? FileGlob.Split(absolute).Folder : absolute;
        return IsInside(start) && !IsInside(folders.State, Real(start))
            ? null
            : new Fault(FaultKind.Denied, "ingestion.path_denied", "Only files in the project's folder may be loaded.", place, "Ask an administrator, or put the file into the project.");
    }

    private bool IsInside(string path) => IsInside(folders.Project, Real(path));

    private static bool IsInside(string folder, string path)
    {
        var real = Real(folder);
        return path == real || path.StartsWith(real + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }

    /// <summary>The path with every symbolic link on the way resolved.</summary>
    private static string Real(string path)
    {
        var real = Path.GetPathRoot(path)!;
        foreach (var part in path[real.Length..].Split('/', '\\').Where(part => part.Length > 0))
        {
            var next = Path.Combine(real, part);
            FileSystemInfo info = Directory.Exists(next) ? new DirectoryInfo(next) : new FileInfo(next);
            real = info.Exists && info.LinkTarget is not null ? info.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? next : next;
        }

        return real;
    }
}
