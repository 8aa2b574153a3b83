using Apache.Arrow;
using Talentys.DuckDb.Public;
using Talentys.DuckDb.Statements;
using Talentys.DuckDb.Threads;
using Talentys.Kernel;

namespace Talentys.DuckDb.Results;

/// <summary>Rows of a statement that runs in this process.</summary>
/// <param name="batches">The rows.</param>
/// <param name="guard">Stops the statement.</param>
/// <param name="ended">What to give back when the statement has ended.</param>
internal sealed class LocalResult(ArrowBatches batches, StatementGuard guard, Action? ended) : IEngineResult
{
    private readonly SemaphoreSlim turn = new(1);

    public Schema Schema => batches.Schema;

    /// <summary>Whether the statement has ended and given back what it held.</summary>
    public bool Ended { get; private set; }

    public async ValueTask<RecordBatch?> NextAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (Ended)
            {
                return null;
            }

            guard.ThrowIfStopped(cancellationToken);
            using var registration = guard.On(cancellationToken);
            return await EngineThreads.RunAsync(Next);
        }
        catch (FaultException failure)
        {
            await EndAsync();
            throw guard.Explain(failure, cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await turn.WaitAsync(CancellationToken.None);
        try
        {
            await EndAsync();
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Ends the statement on the calling thread, interrupting it where it is running.</summary>
    public void Close()
    {
        guard.Stop();
        turn.Wait();
        try
        {
            End();
        }
        finally
        {
            turn.Release();
        }
    }

    // a thread less to wait for at the end
    private RecordBatch? Next()
    {
        var batch = batches.Next();
        if (batch is null)
        {
            End();
        }

        return batch;
    }

    // the engine may have to wait for its threads: not on the caller's
    private Task EndAsync() => Ended ? Task.CompletedTask : EngineThreads.RunAsync(End);

    private void End()
    {
        if (Ended)
        {
            return;
        }

        Ended = true;
        guard.Dispose();
        batches.Dispose();
        ended?.Invoke();
    }
}
