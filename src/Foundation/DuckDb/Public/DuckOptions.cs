namespace Talentys.DuckDb.Public;

/// <summary>How an instance of the engine is opened.</summary>
public sealed record DuckOptions
{
    /// <summary>Database file, or null for one in memory.</summary>
    public string? File { get; init; }

    /// <summary>Memory that it asks of the global budget, in bytes; null takes a fair share.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Threads; null takes the number of processors.</summary>
    public int? Threads { get; init; }

    /// <summary>Folder for data that does not fit in memory; empty spills nothing; null leaves it to the engine: <c>.tmp</c> in the current folder.</summary>
    public string? SpillFolder { get; init; }

    /// <summary>Most bytes in the folder for spilling; null leaves it to the engine.</summary>
    public long? SpillBytes { get; init; }

    /// <summary>
    /// Folders that statements may read. Null: no limit (our own statements). Given: external access is off, the
    /// configuration locked, extensions neither installed nor loaded.
    /// </summary>
    public IReadOnlyList<string>? AllowedFolders { get; init; }
}
