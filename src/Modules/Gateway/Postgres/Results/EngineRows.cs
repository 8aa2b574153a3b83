using Apache.Arrow;
using Microsoft.Extensions.Logging;
using Talentys.Kernel;
using Talentys.Query.Public;

namespace Talentys.Gateway.Postgres.Results;

/// <summary>
/// Rows of the query path. When a statement is cancelled its client is told at once, while the engine may need longer to stop:
/// what is left of it is cleared away behind.
/// </summary>
internal sealed class EngineRows : IRows
{
    private readonly IQueryRows rows;
    private Task? pending;

    private EngineRows(IQueryRows rows) => this.rows = rows;

    public Schema Schema => rows.Schema;

    /// <summary>What the statement does, in a word.</summary>
    public string Command => rows.Command;

    public bool IsLive => true;

    public static async Task<EngineRows> OpenAsync(IQuerySession queries, QueryOrder order, ILogger log, CancellationToken cancellationToken)
    {
        var starting = queries.RunAsync(order, cancellationToken);
        try
        {
            return new EngineRows(await starting.WaitAsync(cancellationToken));
        }
        catch (OperationCanceledException) when (!starting.IsCompleted)
        {
            _ = ClearAsync(starting, log);
            throw;
        }
    }

    public async ValueTask<RecordBatch?> NextAsync(CancellationToken cancellationToken)
    {
        var next = rows.NextAsync(cancellationToken);
        if (next.IsCompleted)
        {
            return await next;
        }

        var task = next.AsTask();
        try
        {
            return await task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (!task.IsCompleted)
        {
            pending = task;
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (pending is null)
        {
            await rows.DisposeAsync();
        }
        else
        {
            _ = ClearAsync(pending);
        }
    }

    private async Task ClearAsync(Task last)
    {
        try
        {
            await last;
        }
        catch (Exception failure) when (failure is OperationCanceledException or FaultException)
        {
            // the client was told
        }
        finally
        {
            await rows.DisposeAsync();
        }
    }

    private static async Task ClearAsync(Task<IQueryRows> starting, ILogger log)
    {
        try
        {
            await (await starting).DisposeAsync();
        }
        catch (Exception failure) when (failure is OperationCanceledException or FaultException)
        {
            GatewayLog.Cleared(log, failure.Message);
        }
    }
}
