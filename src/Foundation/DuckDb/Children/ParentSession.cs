using System.Net.Sockets;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Talentys.DuckDb.Faults;
using Talentys.DuckDb.Public;
using Talentys.DuckDb.Wire;
using Talentys.Kernel;

namespace Talentys.DuckDb.Children;

/// <summary>
/// The parent's side of one statement: a connection for itself, so that a slow reader holds up only its statement, through
/// the socket's buffers, and closing our side of it means stop. Who cancels or leaves it does not wait for the child. A
/// connection on which all was told carries another statement later.
/// </summary>
internal sealed class ParentSession : IEngineResult
{
    private readonly SemaphoreSlim turn = new(1);
    private readonly CancellationTokenSource backstop = new();
    private readonly CancellationTokenSource left = new();
    private readonly ChildProcess child;
    private readonly EngineStatement statement;
    private readonly TimeSpan grace;
    private readonly Action gone;
    private ChildLine? line;
    private ArrowStreamReader? reader;
    private bool closed;
    private int ended;

    public ParentSession(ChildProcess child, EngineStatement statement, TimeSpan grace, Action gone)
    {
        this.child = child;
        this.statement = statement;
        this.grace = grace;
        this.gone = gone;
    }

    public Schema Schema { get; private set; } = new([], null);

    /// <summary>Others were in the child while it was; guarded by the child's lock.</summary>
    public bool HadCompany { get; set; }

    public Task<IEngineResult> StartAsync(CancellationToken cancellationToken) => GuardAsync<IEngineResult>(
        async token =>
        {
            if (statement.Timeout is { } time)
            {
                // the child stops the statement in time; this is for one that does not let itself be stopped
                backstop.CancelAfter(time + grace);
            }

            line = await child.LineAsync(token);
            await Frames.WriteAsync(line.Sending, StatementMessage.Of(child.Token, statement), WireJson.Default.StatementMessage, token);
            (await Frames.ReadAsync(line.Receiving, WireJson.Default.OutcomeMessage, token)).ThrowIfFailed(cancellationToken);
            reader = new ArrowStreamReader(line.Receiving, leaveOpen: true);
            Schema = await reader.GetSchema(token);
            if (statement.Describe)
            {
                await ReadAsync(token); // no rows will be asked for, and what comes behind them is here already
            }

            return this;
        },
        cancellationToken);

    public async ValueTask<RecordBatch?> NextAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            return closed ? null : await GuardAsync(ReadAsync, cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Volatile.Read(ref ended) == 0)
        {
            await left.CancelAsync(); // a read that is under way ends
        }

        await turn.WaitAsync(CancellationToken.None);
        try
        {
            Leave();
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<RecordBatch?> ReadAsync(CancellationToken token)
    {
        var batch = await reader!.ReadNextRecordBatchAsync(token);
        if (batch is null)
        {
            (await Frames.ReadAsync(line!.Receiving, WireJson.Default.OutcomeMessage, token)).ThrowIfFailed(token);
            End(isWhole: true);
        }

        return batch;
    }

    // Any failure ends the statement.
    private async Task<T> GuardAsync<T>(Func<CancellationToken, Task<T>> step, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, backstop.Token, left.Token);
        try
        {
            return await step(either.Token);
        }
        catch (FaultException failure)
        {
            var told = EngineFaults.MayBeOfOthers(failure.Fault)
                ? new LostStatementException(failure, HadCompany ? LossCause.Unclear : LossCause.Itself)
                : failure;
            End();
            throw told;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && !left.IsCancellationRequested && backstop.IsCancellationRequested)
        {
            child.End(EndOfChild.Hung);
            End();
            throw EngineFaults.Timeout(statement.Timeout ?? TimeSpan.Zero);
        }
        catch (OperationCanceledException)
        {
            Leave();
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
        catch (Exception broken) when (broken is IOException or SocketException or InvalidDataException or InvalidOperationException)
        {
            var fault = await child.ExplainAsync(HadCompany);
            End();
            throw fault;
        }
    }

    // Nobody waits for the rows any more. The caller goes on; what is left of the statement in the child is stopped behind.
    private void Leave()
    {
        if (!closed)
        {
            closed = true;
            _ = StopAsync();
        }
    }

    // Closing our side asks the child to stop; it closes its own when the statement has really ended.
    private async Task StopAsync()
    {
        try
        {
            if (line is { Socket: var socket })
            {
                socket.Shutdown(SocketShutdown.Send);
                using var patience = new CancellationTokenSource(grace);
                var rest = new byte[64 * 1024];
                while (await socket.ReceiveAsync(rest, patience.Token) > 0)
                {
                    // rows that nobody wants any more
                }
            }
        }
        catch (OperationCanceledException)
        {
            child.End(EndOfChild.Hung);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // the child has closed its side, or is gone: ended all the same
        }
        finally
        {
            End();
        }
    }

    /// <param name="isWhole">All was told: the connection can carry another statement.</param>
    private void End(bool isWhole = false)
    {
        closed = true;
        if (Interlocked.Exchange(ref ended, 1) == 0)
        {
            child.Leave(this);
            reader?.Dispose();
            if (isWhole)
            {
                child.Keep(line!);
            }
            else
            {
                line?.Dispose();
            }

            backstop.Dispose();
            gone();
            statement.Ended?.Invoke();
        }
    }
}
