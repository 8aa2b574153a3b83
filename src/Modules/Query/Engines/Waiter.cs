namespace Talentys.Query.Engines;

/// <summary>A statement that waits for a place.</summary>
internal sealed class Waiter(LaneQueue queue, LaneUser user)
{
    private readonly TaskCompletionSource<Place> given = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LaneUser User { get; } = user;

    /// <summary>The place, once it is given.</summary>
    public Task<Place> Place => given.Task;

    /// <summary>Statements that will have a place before it, as things are.</summary>
    public int Ahead => queue.AheadOf(this);

    public void Give(Place place) => given.SetResult(place);
}
