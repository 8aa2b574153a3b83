using System.Collections.Concurrent;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Talentys.Kernel;
using Talentys.Runs.Public;
using Talentys.Runs.Queue;

namespace Talentys.Runs.Feed;

/// <summary>
/// All runs of an organisation as they go on: first those that have not ended, then a <c>run</c> event with the whole run
/// whenever one changes, at most twice a second for each; <c>ping</c> events at the beginning and while nothing happens.
/// </summary>
internal sealed class RunListFeed(RunReader reader, RunSight sight, RunSignals signals, RunsOptions options, TimeProvider clock)
{
    /// <summary>Runs that began and ended between two looks are among the newest.</summary>
    private const int Newest = 50;

    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan Ping = TimeSpan.FromSeconds(15);

    /// <summary>Other processes do not wake us: look this often; where there are none, only a lease that ends goes unheard.</summary>
    private TimeSpan Poll => options.ExclusiveOwner ? TimeSpan.FromSeconds(5) : TimeSpan.FromSeconds(1);

    public async IAsyncEnumerable<SseItem<object>> FollowAsync(
        Principal reading, CancellationToken stopping, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var changes = new Changes(signals);
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellationToken);
        Dictionary<string, (long Revision, string State)>? seen = null;
        yield return new SseItem<object>(new { }, "ping"); // whoever listens knows that the stream is open
        var spoken = clock.GetTimestamp();
        while (!stopping.IsCancellationRequested) // an open stream must not hold up the end of the server
        {
            var named = changes.Take();
            named.UnionWith(seen?.Where(run => IsOpen(run.Value.State)).Select(run => run.Key) ?? []);
            var rows = await reader.WatchedAsync(reading.Organisation, named, Newest, cancellationToken);
            var now = rows.ToDictionary(run => run.Id, run => (run.Revision, State: reader.StateOf(run)), StringComparer.Ordinal);
            var known = seen;
            var news = rows.Where(run => known is null ? IsOpen(now[run.Id].State) : !known.TryGetValue(run.Id, out var before)
                ? IsOpen(now[run.Id].State) || named.Contains(run.Id) || IsNewer(run, known)
                : before != now[run.Id]).ToList();
            seen = now;
            foreach (var run in await sight.ShownAsync(reading, await reader.TellAsync(news, cancellationToken), cancellationToken))
            {
                spoken = clock.GetTimestamp();
                yield return new SseItem<object>(run, "run");
            }

            if (clock.GetElapsedTime(spoken) >= Ping)
            {
                spoken = clock.GetTimestamp();
                yield return new SseItem<object>(new { }, "ping");
            }

            await Task.Delay(Least, clock, wait.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.WhenAny(changes.Next, Task.Delay(Poll, clock, wait.Token));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static bool IsOpen(string state) => state is RunState.Queued or RunState.Running or RunState.Interrupted;

    // the window of the newest moves down when runs are deleted: an old run that comes into it is no news
    private static bool IsNewer(RunRow run, Dictionary<string, (long Revision, string State)> known) =>
        known.Keys.All(id => string.CompareOrdinal(run.Id, id) > 0);

    /// <summary>Collects the runs that change in this process.</summary>
    private sealed class Changes : IDisposable
    {
        private readonly RunSignals signals;
        private readonly ConcurrentDictionary<string, byte> ids = new(StringComparer.Ordinal);
        private TaskCompletionSource next = New();

        public Changes(RunSignals signals)
        {
            this.signals = signals;
            signals.Changed += Add;
        }

        public Task Next => Volatile.Read(ref next).Task;

        public HashSet<string> Take()
        {
            Interlocked.Exchange(ref next, New());
            HashSet<string> taken = new(ids.Keys, StringComparer.Ordinal);
            foreach (var id in taken)
            {
                ids.TryRemove(id, out _);
            }

            return taken;
        }

        public void Dispose() => signals.Changed -= Add;

        private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

        private void Add(string runId)
        {
            ids.TryAdd(runId, 0);
            Volatile.Read(ref next).TrySetResult();
        }
    }
}
