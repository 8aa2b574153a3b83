namespace Talentys.Runs.Public;

/// <summary>How runs are worked off.</summary>
public sealed class RunsOptions
{
    /// <summary>This process takes runs from the queue.</summary>
    public bool WorkerEnabled { get; set; } = true;

    /// <summary>Runs that this process works on at once.</summary>
    public int Concurrency { get; set; } = 2;

    /// <summary>How long a worker may be silent before another takes its run over.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a worker renews its lease and looks for a wish to cancel.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How often the queue is looked at without being woken.</summary>
    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// No other process can be working on this database (it is a file, and this process holds the folder's lock), so that
    /// leases found at start belong to processes that ended.
    /// </summary>
    public bool ExclusiveOwner { get; set; }

    /// <summary>How often a run is begun again after its worker died.</summary>
    public int MostAttempts { get; set; } = 5;

    /// <summary>Lines kept in the log of a run.</summary>
    public int MostLogLines { get; set; } = 100_000;
}
