using Talentys.DuckDb.Public;

namespace Talentys.Query.Public;

/// <summary>Limits of the query path.</summary>
public sealed record QueryOptions
{
    /// <summary>Users' SQL runs in a child process for each organisation; otherwise in this process (the command line).</summary>
    public bool IsolateStatements { get; set; }

    /// <summary>How an engine child is started; set by the host.</summary>
    public EngineCommand? EngineCommand { get; set; }

    /// <summary>Memory of an organisation's engines in bytes, half of it for small statements; null takes a fair share of the machine's.</summary>
    public long? MemoryBytes { get; set; }

    /// <summary>Threads of each engine of an organisation; null takes all processors.</summary>
    public int? Threads { get; set; }

    /// <summary>Small statements of one organisation that run at once.</summary>
    public int ConcurrentStatements { get; set; } = 8;

    /// <summary>Heavy statements of one organisation that run at once.</summary>
    public int HeavyStatements { get; set; } = 1;

    /// <summary>Small statements that have taken longer than <see cref="SmallStatementTime"/> and run on beside the others; further ones begin again among the heavy ones.</summary>
    public int OverdueStatements { get; set; } = 2;

    /// <summary>After this time a statement does not count as a small one any more.</summary>
    public TimeSpan SmallStatementTime { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>A statement that reads more bytes of data files than this is heavy.</summary>
    public long HeavyBytes { get; set; } = 256L << 20;

    /// <summary>A statement that works on more rows than this is heavy; a row that is sorted counts for four.</summary>
    public long HeavyRows { get; set; } = 20_000_000;

    /// <summary>The engine may hold a table in memory whose data files have at most so many bytes, and which is asked for again; 0 holds none.</summary>
    public long HeldBytes { get; set; } = 8L << 20;

    /// <summary>Most values of such a table: its rows times its columns.</summary>
    public long HeldValues { get; set; } = 2_000_000;

    /// <summary>Statements of one organisation that may wait in each lane, half of them of one user.</summary>
    public int WaitingStatements { get; set; } = 1000;

    /// <summary>Longest wait of a small statement for a place.</summary>
    public TimeSpan WaitTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest wait of a heavy statement for a place.</summary>
    public TimeSpan HeavyWaitTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Time that a cancelled statement has to end before its engine is ended.</summary>
    public TimeSpan CancelGrace { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Bytes that each engine may write for want of memory; null for what the disk has, without the reserve.</summary>
    public long? SpillBytes { get; set; }

    /// <summary>Bytes that stay free on the disk for others.</summary>
    public long SpillReserveBytes { get; set; } = 1L << 30;

    /// <summary>Limits of everybody.</summary>
    public QueryLimits Limits { get; set; } = new();

    /// <summary>Limits of organisations, by name.</summary>
    public Dictionary<string, QueryLimits> OrganisationLimits { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Limits of those who have a role and no higher one.</summary>
    public Dictionary<string, QueryLimits> RoleLimits { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Limits of users, by name.</summary>
    public Dictionary<string, QueryLimits> UserLimits { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Longest time of a statement.</summary>
    public TimeSpan StatementTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Longest time of a transaction: within the time for which the lake keeps versions for readers, with the longest statement added.</summary>
    public TimeSpan TransactionTimeout { get; set; } = TimeSpan.FromMinutes(45);

    /// <summary>A transaction in which nothing happens for this time is rolled back.</summary>
    public TimeSpan TransactionIdle { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Rows kept of a result that a page looks at; the rest is cut.</summary>
    public long ResultRows { get; set; } = 10_000_000;

    /// <summary>Bytes kept of such a result.</summary>
    public long ResultBytes { get; set; } = 2L << 30;

    /// <summary>Results kept for each user; the oldest goes first.</summary>
    public int ResultsPerUser { get; set; } = 20;

    /// <summary>How long a result is kept that nobody looks at.</summary>
    public TimeSpan ResultIdle { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Statements kept in the history of each organisation.</summary>
    public int HistoryLength { get; set; } = 10_000;
}
