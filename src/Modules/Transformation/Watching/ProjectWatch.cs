using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Transformation.Models;
using Talentys.Transformation.Projects;
using Talentys.Transformation.Public;
using Talentys.Transformation.Reading;
using Talentys.Web;

namespace Talentys.Transformation.Watching;

/// <summary>
/// The served project as its files change: first how it is, then a <c>change</c> event with the nodes that are not what they were, or with the
/// faults, whenever one of them is different; <c>ping</c> while nothing happens. From whom policies keep something the names are kept.
/// </summary>
internal sealed class ProjectWatch(PlatformFolders folders, ProjectReaders readers, IAccessPolicies policies)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(10);

    public async IAsyncEnumerable<SseItem<object>> FollowAsync(Caller caller, CancellationToken stopping, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var watch = new FolderWatch();
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellationToken);
        watch.Watch(folders.Project, []);
        DbtProject? known = null;
        (bool IsThere, IReadOnlyList<Fault> Faults)? told = null;
        while (!stopping.IsCancellationRequested)
        {
            var (project, wrong) = await ReadAsync(caller.Scope.Environment, cancellationToken);
            if (project is not null)
            {
                watch.Watch(folders.Project, project.Packages);
            }

            var difference = project is null || known is null ? null : new ProjectDifference(known, project);
            var (changed, removed) = (difference?.Changed ?? [], difference?.Removed ?? []);
            var isNews = told is not { } last || changed.Count > 0 || removed.Count > 0 || last.IsThere != project is not null || !wrong.SequenceEqual(last.Faults);
            (known, told) = (project ?? known, (project is not null, wrong));
            yield return isNews ? new SseItem<object>(await ToldAsync(caller, new ProjectChangeDto(project?.Name, Counts(project), changed, removed, []), wrong, cancellationToken), "change")
                : new SseItem<object>(new { }, "ping");
            try
            {
                await watch.WaitAsync(Quiet, Most, wait.Token);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                yield break;
            }
        }
    }

    private async Task<(DbtProject? Project, IReadOnlyList<Fault> Faults)> ReadAsync(string environment, CancellationToken cancellationToken)
    {
        if (!File.Exists(Path.Combine(folders.Project, ProjectReader.FileName)))
        {
            return (null, []);
        }

        try
        {
            return (await readers.ReadAsync(new BuildRequest("build"), environment, cancellationToken), []);
        }
        catch (FaultException failure)
        {
            return (null, failure.Faults);
        }
    }

    private async Task<ProjectChangeDto> ToldAsync(Caller caller, ProjectChangeDto change, IReadOnlyList<Fault> faults, CancellationToken cancellationToken)
    {
        var access = await policies.OfAsync(caller.Principal, caller.Scope, cancellationToken);
        var told = change with { Faults = NodeSight.FaultsOf(faults, access) };
        return access.IsOpen ? told : told with { Counts = new Dictionary<string, int>(), Changed = [], Removed = [] };
    }

    private static Dictionary<string, int> Counts(DbtProject? project) => (project?.Nodes ?? []).CountBy(node => node.ResourceType).ToDictionary();
}
