using System.Collections.Concurrent;
using System.Text.Json;
using Talentys.Ingestion.Syncs;
using Talentys.Kernel;

namespace Talentys.Ingestion.Statuses;

/// <summary>
/// Finds the last sync of each source. What was found is remembered, so that after the first time only newer runs are
/// looked at.
/// </summary>
internal sealed class SourceRuns(IRunHistory history)
{
    /// <summary>Runs that are looked at the first time: a source whose last sync is older counts as one without.</summary>
    private const int First = 5000;

    /// <summary>Runs that are looked at together later: more than workers of other processes may write out of order.</summary>
    private const int Later = 50;

    private readonly ConcurrentDictionary<Scope, Known> scopes = [];

    /// <summary>The last sync of every source that had one, by name.</summary>
    public async Task<IReadOnlyDictionary<string, PastRun>> LastAsync(
        Scope scope, IReadOnlyCollection<string> sources, CancellationToken cancellationToken)
    {
        var known = scopes.GetOrAdd(scope, _ => new Known());
        var newest = known.Newest;
        var most = newest is null ? First : Later;
        string? before = null;
        bool more;
        do
        {
            var runs = await history.NewestAsync(SyncRun.KindName, scope, before, most, cancellationToken);
            more = newest is not null && runs.Count == most && string.CompareOrdinal(runs[^1].Id, newest) > 0;
            before = runs.Count > 0 ? runs[^1].Id : null;
            known.Add(runs);
        }
        while (more);

        var ids = known.Of(sources);
        var found = (await history.FindAsync(scope, [.. ids.Values.Distinct()], cancellationToken)).ToDictionary(run => run.Id, StringComparer.Ordinal);
        return ids.Where(source => found.ContainsKey(source.Value))
            .ToDictionary(source => source.Key, source => found[source.Value], StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The newest run of each source in one scope.</summary>
    private sealed class Known
    {
        private readonly Lock gate = new();
        private readonly Dictionary<string, string> bySource = new(StringComparer.OrdinalIgnoreCase);
        private string? ofAll;
        private string? newest;

        public string? Newest
        {
            get
            {
                lock (gate)
                {
                    return newest;
                }
            }
        }

        public void Add(IReadOnlyList<RunRequest> runs)
        {
            lock (gate)
            {
                foreach (var run in runs)
                {
                    newest = Later(newest, run.Id);
                    var asked = run.Arguments.Deserialize<SyncArguments>(JsonSerializerOptions.Web)?.Sources ?? [];
                    ofAll = asked.Count == 0 ? Later(ofAll, run.Id) : ofAll;
                    foreach (var one in asked)
                    {
                        bySource[one.Source] = Later(bySource.GetValueOrDefault(one.Source), run.Id);
                    }
                }
            }
        }

        public Dictionary<string, string> Of(IEnumerable<string> sources)
        {
            lock (gate)
            {
                Dictionary<string, string> found = new(StringComparer.OrdinalIgnoreCase);
                foreach (var source in sources)
                {
                    if (bySource.TryGetValue(source, out var own) || ofAll is not null)
                    {
                        found[source] = ofAll is null ? own! : Later(own, ofAll);
                    }
                }

                return found;
            }
        }

        private static string Later(string? one, string other) => one is null || string.CompareOrdinal(other, one) > 0 ? other : one;
    }
}
