using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Transformation.Models;
using Talentys.Transformation.Public;
using Talentys.Web;

namespace Talentys.Transformation.Watching;

/// <summary>
/// The served project as its files change: first how it is, then a <c>change</c> event with the nodes that are not what they were, or with the
/// faults, whenever one of them is different; <c>ping</c> while nothing happens. From whom policies keep something the names are kept.
/// </summary>
internal sealed class ProjectWatch(ProjectEditions editions, IAccessPolicies policies)
{
    public async IAsyncEnumerable<SseItem<object>> FollowAsync(Caller caller, CancellationToken stopping, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellationToken);
        await using var all = editions.FollowAsync(caller.Scope.Environment, wait.Token).GetAsyncEnumerator(CancellationToken.None);
        for (var isFirst = true; await NextAsync(all, stopping); isFirst = false)
        {
            var now = all.Current;
            yield return isFirst || now.IsNews
                ? new SseItem<object>(await ToldAsync(caller, new ProjectChangeDto(now.Project?.Name, Counts(now.Project), isFirst ? [] : now.Changed, isFirst ? [] : now.Removed, []), now.Faults, cancellationToken), "change")
                : new SseItem<object>(new { }, "ping");
        }
    }

    private static async Task<bool> NextAsync(IAsyncEnumerator<ProjectEditions.Edition> all, CancellationToken stopping)
    {
        try
        {
            return await all.MoveNextAsync();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return false;
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
