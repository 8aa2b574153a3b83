using Apache.Arrow;

namespace Talentys.Gateway.Postgres.Results;

/// <summary>Rows on their way to a client: of the engine, of this session's own state, or kept in a file.</summary>
internal interface IRows : IAsyncDisposable
{
    Schema Schema { get; }

    /// <summary>Whether they hold a place at an engine.</summary>
    bool IsLive { get; }

    /// <summary>The next batch, which the caller disposes; null at the end.</summary>
    ValueTask<RecordBatch?> NextAsync(CancellationToken cancellationToken);
}
