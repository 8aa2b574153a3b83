using System.Collections.Concurrent;
using System.IO.Enumeration;
using Talentys.Kernel;
using Talentys.Transformation.Projects;
using Talentys.Transformation.Public;

namespace Talentys.Transformation.Reading;

/// <summary>
/// The files of packages: a folder is listed once for each reading, and a text is read again only when its file changed. The same text is
/// the same object from one reading to the next, which is how <see cref="Remembered"/> knows it.
/// </summary>
/// <param name="order">Whose files they are: a server follows no link out of the project.</param>
internal sealed class ProjectFiles(DbtOrder order)
{
    // a file that was written just before it was read may be written again within the tick of the file system's clock
    private static readonly long Settled = TimeSpan.FromSeconds(2).Ticks;

    private readonly ConcurrentDictionary<string, Known> texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<FoundFile>> listed = new(StringComparer.Ordinal);
    private readonly List<Fault> refused = [];

    /// <summary>Begins a reading: folders are listed anew.</summary>
    public void Begin()
    {
        listed.Clear();
        refused.Clear();
    }

    /// <summary>What is not read of the folders that were listed.</summary>
    public IReadOnlyList<Fault> Refused => refused;

    /// <summary>Ends a reading: what is not there any more is forgotten.</summary>
    public void End()
    {
        var there = listed.Values.SelectMany(files => files).Select(file => file.Full).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in texts.Keys.Where(path => !there.Contains(path)))
        {
            texts.TryRemove(gone, out _);
        }
    }

    /// <summary>Files of folders with one of these endings, in order; hidden ones are not looked at.</summary>
    public IEnumerable<FoundFile> In(DbtPackage package, IEnumerable<string> roots, params string[] endings) =>
        roots.Distinct().SelectMany(root => Listed(package.Folder, root)).Where(file => endings.Contains(Path.GetExtension(file.Path), StringComparer.OrdinalIgnoreCase));

    /// <summary>The text of a file.</summary>
    public string Text(FoundFile file)
    {
        if (texts.TryGetValue(file.Full, out var known) && !file.IsLink && known.Written == file.Written && known.Length == file.Length && known.Written < known.Read - Settled)
        {
            return known.Text;
        }

        // the clock of the file system is the machine's
        var now = TimeProvider.System.GetUtcNow().UtcTicks;
        var text = File.ReadAllText(file.Full);
        texts[file.Full] = new Known(known is not null && known.Text == text ? known.Text : text, file.Written, file.Length, now);
        return texts[file.Full].Text;
    }

    private IReadOnlyList<FoundFile> Listed(string package, string root)
    {
        var folder = Path.Combine(package, root);
        if (listed.TryGetValue(folder, out var known))
        {
            return known;
        }

        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 30 };
        IReadOnlyList<FoundFile> found = !Directory.Exists(folder) ? [] : [.. new FileSystemEnumerable<FoundFile>(
            folder,
            (ref FileSystemEntry entry) =>
            {
                var full = entry.ToFullPath();
                return new FoundFile(root, Path.GetRelativePath(package, full).Replace('\\', '/'), full, entry.LastWriteTimeUtc.UtcTicks, entry.Length, entry.Attributes.HasFlag(FileAttributes.ReparsePoint));
            },
            options)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && entry.FileName[0] != '.' && Stays(package, ref entry),
            ShouldRecursePredicate = (ref FileSystemEntry entry) => Stays(package, ref entry),
        }.OrderBy(file => file.Full, StringComparer.Ordinal)];
        return listed[folder] = found;
    }

    /// <summary>Whether what is found is of the project: a link may lead anywhere, and whoever owns a project does not own the server's machine.</summary>
    private bool Stays(string package, ref FileSystemEntry entry)
    {
        if (order.TrustsProject || !entry.Attributes.HasFlag(FileAttributes.ReparsePoint) || (entry.ToFileSystemInfo().ResolveLinkTarget(returnFinalTarget: true) is { } target && order.IsWithin(target.FullName)))
        {
            return true;
        }

        var shown = Path.GetRelativePath(package, entry.ToFullPath()).Replace('\\', '/');
        refused.Add(Fault.Invalid("dbt.link_refused", $"{shown} is a link out of the project, which a server does not follow.", shown, "Put the file itself there."));
        return false;
    }

    private sealed record Known(string Text, long Written, long Length, long Read);
}
