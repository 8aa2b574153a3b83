using Apache.Arrow;
using Talentys.DuckDb.Public;
using Talentys.Kernel;

namespace Talentys.Query.Public;

/// <summary>The one way in for SQL, whoever sends it.</summary>
public interface IQueries
{
    /// <summary>Takes a statement through the query path and returns when its columns are known.</summary>
    /// <exception cref="FaultException">It was refused or failed; the codes are <c>query.*</c> and <c>engine.*</c>.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled, by the token or by <see cref="Cancel"/>.</exception>
    Task<IQueryRows> RunAsync(QueryOrder order, CancellationToken cancellationToken);

    /// <summary>
    /// Takes a statement through the same path, up to the engine's preparation of it: parameters and columns without running it.
    /// The history does not hold it.
    /// </summary>
    /// <exception cref="FaultException">As <see cref="RunAsync"/>.</exception>
    Task<EngineDescription> DescribeAsync(QueryOrder order, CancellationToken cancellationToken);

    /// <summary>Opens a session of statements one after another, which may be parts of transactions. Nothing is held before a transaction begins.</summary>
    IQuerySession OpenSession(Scope scope);

    /// <summary>Cancels a running statement of an organisation. False when none of that id runs there.</summary>
    bool Cancel(string organisation, string id);
}

/// <summary>Rows of a statement, as they come. Dispose ends it and writes the history.</summary>
public interface IQueryRows : IAsyncDisposable
{
    /// <summary>Identifier of the statement.</summary>
    string Id { get; }

    /// <summary>What the statement does, in a word: <c>SELECT</c>, <c>INSERT</c>, <c>CREATE TABLE</c>, ... One that writes gives one row with one column, <c>Count</c>.</summary>
    string Command { get; }

    /// <summary>Names and types of the columns.</summary>
    Schema Schema { get; }

    /// <summary>The next batch, which the caller disposes; null at the end.</summary>
    ValueTask<RecordBatch?> NextAsync(CancellationToken cancellationToken);
}
