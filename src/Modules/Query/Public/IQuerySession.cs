using Talentys.DuckDb.Public;
using Talentys.Kernel;

namespace Talentys.Query.Public;

/// <summary>
/// Statements one after another, by themselves or in transactions. The reads of a transaction are of one set of versions of all tables
/// and views, those of its first statement, with what it changed itself; its changes become visible in one step, or never.
/// Dispose rolls back what is open.
/// </summary>
public interface IQuerySession : IAsyncDisposable
{
    /// <summary>Where it stands.</summary>
    QuerySessionState State { get; }

    /// <summary>Forgets its temporary tables, as its end does.</summary>
    ValueTask ForgetTemporaryAsync();

    /// <summary>Begins a transaction.</summary>
    /// <param name="readOnly">Statements that write are refused.</param>
    /// <param name="idle">The longest time in which nothing happens; the organisation's limit when null or longer than that.</param>
    void Begin(bool readOnly, TimeSpan? idle);

    /// <summary>From now on statements of the transaction that write are refused, or are not.</summary>
    void RestrictTo(bool readOnly);

    /// <summary>Runs a statement, in the transaction when there is one; a failure of it is that of the transaction.</summary>
    /// <exception cref="FaultException">As <see cref="IQueries.RunAsync"/>, and <c>query.transaction_failed</c>, <c>query.transaction_over</c>, <c>query.transaction_read_only</c>.</exception>
    Task<IQueryRows> RunAsync(QueryOrder order, CancellationToken cancellationToken);

    /// <summary>Describes a statement as it would run now.</summary>
    /// <exception cref="FaultException">As <see cref="RunAsync"/>.</exception>
    Task<EngineDescription> DescribeAsync(QueryOrder order, CancellationToken cancellationToken);

    /// <summary>
    /// The table or view of a name as a principal sees it, in the transaction when there is one; null where there is none for it.
    /// It is a look at names, no statement: the history does not hold it.
    /// </summary>
    /// <exception cref="FaultException"><c>query.denied</c>, <c>query.transaction_*</c>.</exception>
    Task<VisibleRelation?> FindAsync(Principal principal, TableName name, CancellationToken cancellationToken);

    /// <summary>In the same way the tables and views of schemas, by name.</summary>
    /// <exception cref="FaultException">As <see cref="FindAsync"/>.</exception>
    Task<IReadOnlyList<VisibleRelation>> ListAsync(Principal principal, IReadOnlyCollection<string> schemas, CancellationToken cancellationToken);

    /// <summary>Something failed outside of a statement: the transaction waits for its end.</summary>
    void Fail();

    /// <summary>Remembers what the transaction did by now.</summary>
    /// <returns>Goes back to that, also after a failure; may be called several times until the transaction ends.</returns>
    Task<Func<Task>> SaveAsync(CancellationToken cancellationToken);

    /// <summary>Publishes what the transaction changed and ends it; one that has failed is rolled back. Either way none is open afterwards.</summary>
    /// <returns>Whether it was committed.</returns>
    /// <exception cref="FaultException"><c>query.transaction_conflict</c>: others changed what it changes, and it was rolled back; <c>query.transaction_over</c>.</exception>
    Task<bool> CommitAsync(CancellationToken cancellationToken);

    /// <summary>Ends the transaction without a trace.</summary>
    Task RollbackAsync();
}

/// <summary>Where a session stands.</summary>
public enum QuerySessionState
{
    /// <summary>Outside of a transaction.</summary>
    None,

    /// <summary>In one.</summary>
    Open,

    /// <summary>In one that has failed and waits for its end.</summary>
    Failed,
}
