using Talentys.DuckDb.Public;

namespace Talentys.Query.Public;

/// <summary>Limits of the query path.</summary>
public sealed record QueryOptions
{
    /// <summary>Users' SQL runs in a child process for each organisation; otherwise in this process (the command line).</summary>
    public bool IsolateStatements { get; set; }

    /// <summary>How an engine child is started; set by the host.</summary>
    public EngineCommand? EngineCommand { get; set; }

    /// <summary>Memory of an organisation's engine in bytes; null takes a fair share of the machine's.</summary>
    public long? MemoryBytes { get; set; }

    /// <summary>Threads of an organisation's engine; null takes all processors.</summary>
    public int? Threads { get; set; }

    /// <summary>Statements of one organisation that run at once.</summary>
    public int ConcurrentStatements { get; set; } = 4;

    /// <summary>Statements of one organisation that may wait.</summary>
    public int WaitingStatements { get; set; } = 200;

    /// <summary>Longest wait for a place.</summary>
    public TimeSpan WaitTimeout { get; set; } = TimeSpan.FromSeconds(30);

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
