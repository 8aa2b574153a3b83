using Talentys.Transformation.Public;

namespace Talentys.Transformation.Builds;

/// <summary>
/// Which nodes may run when: each after what it needs and after the tests of that, several at a time. What needs a node that failed, or whose
/// needs did not pass their tests, is given to the work with the name of what is to blame, and not to be run.
/// </summary>
internal sealed class Schedule
{
    private readonly BuildPlan plan;
    private readonly Dictionary<string, int> waiting;
    private readonly ILookup<string, DbtNode> below;
    private readonly PriorityQueue<DbtNode, (int Kind, int Number)> ready = new();
    private readonly Dictionary<string, string> blockers = new(StringComparer.Ordinal);
    private int number;

    public Schedule(BuildPlan plan)
    {
        this.plan = plan;
        var chosen = plan.Nodes.ToDictionary(node => node.UniqueId, StringComparer.Ordinal);

        // a test stands before what needs all that it tests; it is found at the first of these
        var tests = plan.Nodes.Where(node => node.ResourceType is "test" && node.DependsOn.Count > 0).ToLookup(test => test.DependsOn[0], StringComparer.Ordinal);
        var edges = new List<(string Need, DbtNode Node)>();
        foreach (var node in plan.Nodes)
        {
            var above = plan.Above(node);
            edges.AddRange(above.Where(chosen.ContainsKey).Select(need => (need, node)));
            if (node.ResourceType != "test")
            {
                edges.AddRange(above.SelectMany(need => tests[need]).Where(test => test.DependsOn.All(above.Contains)).Select(test => (test.UniqueId, node)));
            }
        }

        below = edges.ToLookup(edge => edge.Need, edge => edge.Node, StringComparer.Ordinal);
        waiting = edges.CountBy(edge => edge.Node.UniqueId).ToDictionary(StringComparer.Ordinal);
        foreach (var node in plan.Nodes.Where(node => !waiting.ContainsKey(node.UniqueId)))
        {
            Enqueue(node);
        }
    }

    /// <summary>Gives each node to the work, at most so many at once. Stops giving when the work says so; waits for what is under way in every case.</summary>
    /// <param name="threads">At most so many at once.</param>
    /// <param name="work">Does a node; the text is the id of what is to blame that it cannot run. Gives whether it went well, and whether to go on.</param>
    public async Task RunAsync(int threads, Func<DbtNode, string?, Task<(bool Well, bool GoesOn)>> work)
    {
        var running = new Dictionary<Task<(bool Well, bool GoesOn)>, DbtNode>();
        var stopped = false;
        try
        {
            while (true)
            {
                while (!stopped && running.Count < threads && ready.TryDequeue(out var next, out _))
                {
                    running.Add(work(next, blockers.GetValueOrDefault(next.UniqueId)), next);
                }

                if (running.Count == 0)
                {
                    return;
                }

                var done = await Task.WhenAny(running.Keys);
                running.Remove(done, out var node);
                var (well, goesOn) = await done;
                stopped |= !goesOn;
                End(node!, well);
            }
        }
        finally
        {
            await Task.WhenAll(running.Keys).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private void End(DbtNode node, bool well)
    {
        foreach (var next in below[node.UniqueId])
        {
            if (!well)
            {
                blockers.TryAdd(next.UniqueId, node.UniqueId);
            }

            if (--waiting[next.UniqueId] == 0)
            {
                Enqueue(next);
            }
        }
    }

    /// <summary>Tests first: they may spare what stands on the tested.</summary>
    private void Enqueue(DbtNode node) => ready.Enqueue(node, (node.ResourceType == "test" ? 0 : 1, number++));
}
