namespace Talentys.Query.Engines;

/// <summary>
/// A place in a lane. It is held by all that goes on for its statement, and given back when the last of them has ended; a
/// statement that was cancelled has not ended before the engine says so.
/// </summary>
internal sealed class Place : IDisposable
{
    private readonly LaneQueue queue;
    private readonly ITimer? bound;
    private int holders = 1;

    public Place(LaneQueue queue, LaneUser user, TimeProvider clock, TimeSpan? bound)
    {
        this.queue = queue;
        User = user;
        this.bound = bound is { } time
            ? clock.CreateTimer(static place => ((Place)place!).Overstay(), this, time, Timeout.InfiniteTimeSpan)
            : null;
    }

    public Lane Lane => queue.Lane;

    public LaneUser User { get; }

    /// <summary>It has had its place for longer than a small statement should, and counts apart; guarded by the lane's lock.</summary>
    public bool IsOverdue { get; set; }

    /// <summary>It was given back; guarded by the lane's lock.</summary>
    public bool IsGone { get; set; }

    /// <summary>Gives the statement up, to begin it again among the heavy ones; false when it is too late for that.</summary>
    public Func<bool>? GiveUp { get; set; }

    /// <summary>One more holds it.</summary>
    public void Hold() => Interlocked.Increment(ref holders);

    /// <summary>One less holds it.</summary>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref holders) == 0)
        {
            bound?.Dispose();
            queue.Leave(this);
        }
    }

    private void Overstay()
    {
        if (Volatile.Read(ref holders) > 0 && !queue.TryMove(this, beyond: false) && GiveUp?.Invoke() is not true)
        {
            queue.TryMove(this, beyond: true);
        }
    }
}
