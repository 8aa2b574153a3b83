using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Talentys.Contracts;
using Talentys.Kernel;

namespace Talentys.Runs.Feed;

/// <summary>
/// A run as it goes on: <c>run</c> events with the whole run at each change, <c>log</c> events with new lines (their
/// number is the event's id), <c>ping</c> events while nothing happens, and <c>end</c>.
/// </summary>
internal sealed class RunFeed(RunReader reader, RunSight sight, RunSignals signals, TimeProvider clock)
{
    private const int LinesAtOnce = 500;

    /// <summary>Other processes do not wake us: look this often.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Ping = TimeSpan.FromSeconds(15);

    public async IAsyncEnumerable<SseItem<object>> FollowAsync(
        Principal reading, string id, long afterLine, CancellationToken stopping, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        (long, string)? seen = null;
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellationToken);
        var spoken = clock.GetTimestamp();
        while (!stopping.IsCancellationRequested) // an open stream must not hold up the end of the server
        {
            var changed = signals.NextChangeOf(id);
            var (run, revision) = await reader.GetAsync(reading.Organisation, id, cancellationToken);
            var access = await sight.OfAsync(reading, run.Environment, cancellationToken);
            var lines = await reader.LogAsync(id, afterLine, LinesAtOnce, cancellationToken);
            foreach (var line in lines)
            {
                afterLine = line.Number;
                yield return new SseItem<object>(RunSight.Shown(reading, access, run, line), "log") { EventId = $"{line.Number}" };
            }

            if ((revision, run.State) != seen) // interrupted shows in the state alone
            {
                seen = (revision, run.State);
                spoken = clock.GetTimestamp();
                yield return new SseItem<object>(await sight.ShownAsync(reading, run, cancellationToken), "run");
            }

            if (lines.Count == LinesAtOnce)
            {
                continue;
            }

            if (run.EndedAt is not null)
            {
                yield return new SseItem<object>(new StartedRunDto(id, Joined: true), "end");
                yield break;
            }

            if (clock.GetElapsedTime(spoken) > Ping)
            {
                spoken = clock.GetTimestamp();
                yield return new SseItem<object>(new { }, "ping");
            }

            await Task.WhenAny(changed, Task.Delay(Poll, clock, wait.Token));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
