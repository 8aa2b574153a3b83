namespace Talentys.Query.Public;

/// <summary>Limits of a user, of a role or of an organisation; what is null here holds as the more general one says.</summary>
public sealed record QueryLimits
{
    /// <summary>Longest time of a statement from when it runs.</summary>
    public TimeSpan? StatementTimeout { get; set; }

    /// <summary>Most rows of a result; a statement that gives more fails.</summary>
    public long? Rows { get; set; }

    /// <summary>Most bytes of a result, as they lie in memory.</summary>
    public long? ResultBytes { get; set; }

    /// <summary>Most bytes of data files that a statement may read; one that would read more is refused before it runs.</summary>
    public long? ScannedBytes { get; set; }

    /// <summary>Most statements of one user at once, in each lane; more wait.</summary>
    public int? Statements { get; set; }

    /// <summary>Memory of the organisation's engines in bytes. Of organisations only.</summary>
    public long? MemoryBytes { get; set; }

    /// <summary>Threads of each of its engines. Of organisations only.</summary>
    public int? Threads { get; set; }

    /// <summary>Bytes that each of its engines may write for want of memory. Of organisations only.</summary>
    public long? SpillBytes { get; set; }
}
