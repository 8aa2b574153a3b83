namespace Talentys.DuckDb.Public;

/// <summary>Limits of an engine that runs the statements of one organisation.</summary>
public sealed record EngineOptions
{
    /// <summary>Memory of the engine, in bytes; null takes a fair share of the <see cref="EngineBudget"/>.</summary>
    public long? MemoryBytesPerOrganisation { get; init; }

    /// <summary>
    /// The part of that memory with which a child has an instance of one thread for light statements; 0 for none. Waking threads that
    /// find nothing to do costs a quarter of a small statement.
    /// </summary>
    public long LightBytes { get; init; }

    /// <summary>Threads; null takes the number of processors.</summary>
    public int? ThreadsPerOrganisation { get; init; }

    /// <summary>A child process without a statement for this long is ended.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Time that a stopped statement has to end before its process is ended.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Folder for data that does not fit in memory; null spills nothing.</summary>
    public string? SpillFolder { get; init; }

    /// <summary>Most bytes in that folder for one engine; null leaves it to the engine: 90 % of what is free.</summary>
    public long? SpillBytes { get; init; }

    /// <summary>Free space that spilling leaves on its disk; below it a child that spills is ended, and a new one spills nothing.</summary>
    public long DiskReserveBytes { get; init; }

    /// <summary>A child process gives way to others for processors.</summary>
    public bool GivesWay { get; init; }

    /// <summary>Folders that statements may read, see <see cref="DuckOptions.AllowedFolders"/>.</summary>
    public IReadOnlyList<string>? AllowedFolders { get; init; }

    /// <summary>Worlds kept at most; beyond that the ones unused for longest are dropped while no statement is in them.</summary>
    public int WorldsAtMost { get; init; } = 64;

    /// <summary>Views kept at most in all worlds, in the same way.</summary>
    public int ViewsAtMost { get; init; } = 20_000;
}
