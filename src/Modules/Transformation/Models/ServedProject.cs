using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Transformation.Builds;
using Talentys.Transformation.Projects;
using Talentys.Transformation.Public;

namespace Talentys.Transformation.Models;

/// <summary>The dbt project in the server's folder, as a build of it would read it now. What was read is kept until one of its files changes.</summary>
internal sealed class ServedProject(PlatformFolders folders, TransformationOptions options, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim one = new(1);
    private readonly Dictionary<string, (string Files, BuildPlan Plan)> kept = new(StringComparer.Ordinal);

    /// <summary>The project with all its nodes; null where the folder has none.</summary>
    /// <exception cref="FaultException">It has faults: all of them are told at once.</exception>
    public async Task<BuildPlan?> ReadAsync(string environment, CancellationToken cancellationToken)
    {
        if (!File.Exists(Path.Combine(folders.Project, ProjectReader.FileName)))
        {
            return null;
        }

        await one.WaitAsync(cancellationToken);
        try
        {
            if (kept.TryGetValue(environment, out var known) && known.Files == Files(known.Plan.Project))
            {
                return known.Plan;
            }

            kept.Remove(environment);
            var request = new BuildRequest("build");
            var project = await OrderedProject.ReadAsync(request, folders, options, clock, cancellationToken);
            var plan = new BuildPlan(project, request, environment);
            kept[environment] = (Files(project), plan);
            return plan;
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    /// <summary>Names, sizes and times of all files that have a say in what is read.</summary>
    private static string Files(DbtProject project)
    {
        var files = project.Packages.Where(package => Directory.Exists(package.Folder)).SelectMany(package => Directory.EnumerateFiles(package.Folder)
            .Concat(Roots(package).SelectMany(root => Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)))
            .Concat(package.Installed().Select(folder => Path.Combine(folder, ProjectReader.FileName))));
        if (new ProjectReader(project.Order, CancellationToken.None).ProfilesFile is { } profiles)
        {
            files = files.Append(profiles);
        }

        return string.Join('\n', files.Distinct(StringComparer.Ordinal).Select(file => new FileInfo(file)).Select(file => file.Exists ? $"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}" : file.FullName));
    }

    private static IEnumerable<string> Roots(DbtPackage package) =>
        ((string[])[.. package.Models, .. package.Seeds, .. package.Snapshots, .. package.Tests, .. package.Macros, .. package.Analyses])
        .Distinct(StringComparer.Ordinal).Select(root => Path.Combine(package.Folder, root)).Where(Directory.Exists);
}
