using Talentys.Contracts;

namespace Talentys.Operations.Requests;

/// <summary>The requests of the last hour, minute by minute, in memory.</summary>
internal sealed class RequestFigures(TimeProvider clock)
{
    private const int Minutes = 60;

    private readonly Lock gate = new();

    // a ring: a minute overwrites the one an hour before it
    private readonly MinuteFigures?[] ring = new MinuteFigures?[Minutes];

    /// <summary>When the server started.</summary>
    internal DateTimeOffset StartedAt { get; } = clock.GetUtcNow();

    internal void Add(TimeSpan took, bool failed)
    {
        var minute = MinuteOf(clock.GetUtcNow());
        lock (gate)
        {
            var slot = ring[minute % Minutes];
            if (slot is null || slot.Minute != minute)
            {
                ring[minute % Minutes] = slot = new MinuteFigures(minute);
            }

            slot.Add(took.TotalMilliseconds, failed);
        }
    }

    /// <summary>One entry for each minute since the start, at most an hour, oldest first; the last one is not over yet.</summary>
    internal IReadOnlyList<RequestMinute> Tell()
    {
        var now = MinuteOf(clock.GetUtcNow());
        var first = Math.Max(now - Minutes + 1, MinuteOf(StartedAt));
        var told = new List<RequestMinute>();
        lock (gate)
        {
            for (var minute = first; minute <= now; minute++)
            {
                var slot = ring[minute % Minutes];
                told.Add(slot?.Minute == minute ? slot.Tell() : MinuteFigures.Quiet(minute));
            }
        }

        return told;
    }

    private static long MinuteOf(DateTimeOffset at) => at.ToUnixTimeSeconds() / 60;
}
