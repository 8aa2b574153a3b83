using Talentys.Transformation.Projects;

namespace Talentys.Transformation.Watching;

/// <summary>Tells that files of a project were written, made or deleted: those beside <c>dbt_project.yml</c>, and those of its folders of models, macros and so on.</summary>
internal sealed class FolderWatch : IDisposable
{
    private readonly SemaphoreSlim told = new(0, 1);
    private readonly Dictionary<(string Folder, bool Deep), FileSystemWatcher> watchers = [];

    /// <summary>Watches these folders from now on, those of packages that lie beside the project among them. What is installed is not watched file by file.</summary>
    public void Watch(string project, IReadOnlyList<DbtPackage> packages)
    {
        var wanted = packages.Where(package => !package.Folder.StartsWith(packages[0].PackagesFolder, StringComparison.Ordinal))
            .SelectMany(package => ((string[])[.. package.Models, .. package.Seeds, .. package.Snapshots, .. package.Tests, .. package.Macros, .. package.Analyses])
                .Select(root => (Folder: Path.GetFullPath(Path.Combine(package.Folder, root)), Deep: true)).Prepend((Folder: Path.GetFullPath(package.Folder), Deep: false)))
            .Append((Folder: Path.GetFullPath(project), Deep: false)).Where(one => Directory.Exists(one.Folder)).ToHashSet();
        foreach (var gone in watchers.Keys.Where(key => !wanted.Contains(key)).ToList())
        {
            watchers.Remove(gone, out var watcher);
            watcher?.Dispose();
        }

        foreach (var one in wanted.Where(one => !watchers.ContainsKey(one)))
        {
            watchers.Add(one, Watcher(one.Folder, one.Deep));
        }
    }

    /// <summary>Waits until something was written and for a moment nothing more.</summary>
    /// <param name="quiet">How long it is to be quiet.</param>
    /// <param name="most">How long is waited at most: some file systems tell nothing.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task WaitAsync(TimeSpan quiet, TimeSpan most, CancellationToken cancellationToken)
    {
        if (await told.WaitAsync(most, cancellationToken))
        {
            // saving is several events, and a branch that is checked out very many
            for (var i = 0; i < 20 && await told.WaitAsync(quiet, cancellationToken); i++)
            {
            }
        }
    }

    public void Dispose()
    {
        foreach (var watcher in watchers.Values)
        {
            watcher.Dispose();
        }

        told.Dispose();
    }

    private FileSystemWatcher Watcher(string folder, bool deep)
    {
        var watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = deep, NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size };
        watcher.Changed += (_, _) => Tell();
        watcher.Created += (_, _) => Tell();
        watcher.Deleted += (_, _) => Tell();
        watcher.Renamed += (_, _) => Tell();
        watcher.Error += (_, _) => Tell();
        watcher.EnableRaisingEvents = true;
        return watcher;
    }

    private void Tell()
    {
        try
        {
            told.Release();
        }
        catch (Exception waits) when (waits is SemaphoreFullException or ObjectDisposedException)
        {
            // it is told already, or nobody listens any more
        }
    }
}
