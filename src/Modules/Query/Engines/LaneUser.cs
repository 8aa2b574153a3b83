namespace Talentys.Query.Engines;

/// <summary>What a user has in a lane; guarded by its lock.</summary>
/// <param name="name">Identifier of the user.</param>
/// <param name="served">When it came, as a count.</param>
internal sealed class LaneUser(string name, long served)
{
    public string Name => name;

    /// <summary>Statements that have a place.</summary>
    public int Running { get; set; }

    /// <summary>When it was given a place last, as a count.</summary>
    public long Served { get; set; } = served;

    /// <summary>Most statements that it may have at once.</summary>
    public int Most { get; set; } = int.MaxValue;

    /// <summary>Statements that wait, in their order.</summary>
    public List<Waiter> Waiting { get; } = [];

    public bool MayRun => Waiting.Count > 0 && Running < Most;
}
