using System.Net.Sockets;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Talentys.DuckDb.Faults;
using Talentys.DuckDb.Public;
using Talentys.DuckDb.Wire;
using Talentys.Kernel;

namespace Talentys.DuckDb.Children;

/// <summary>
/// The parent's side of one statement: a connection of its own, so that a slow reader holds up only its statement, through
/// the socket's buffers, and closing our side of it means stop.
/// </summary>
internal sealed class ParentSession : IEngineResult
{
    private readonly Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly SemaphoreSlim turn = new(1);
    private readonly CancellationTokenSource backstop = new();
    private readonly ChildProcess child;
    private readonly EngineStatement statement;
    private readonly TimeSpan grace;
    private readonly Action<ChildProcess> left;
    private NetworkStream? stream;
    private ArrowStreamReader? reader;
    private bool ended;

    public ParentSession(ChildProcess child, EngineStatement statement, TimeSpan grace, Action<ChildProcess> left)
    {
        this.child = child;
        this.statement = statement;
        this.grace = grace;
        this.left = left;
    }

    public Schema Schema { get; private set; } = new([], null);

    public Task<IEngineResult> StartAsync(CancellationToken cancellationToken) => GuardAsync<IEngineResult>(
        async token =>
        {
            if (statement.Timeout is { } time)
            {
                // the child stops the statement in time; this is for one that does not let itself be stopped
                backstop.CancelAfter(time + grace);
            }

            await socket.ConnectAsync(new UnixDomainSocketEndPoint(child.Socket), token);
            stream = new NetworkStream(socket, ownsSocket: true);
            await Frames.WriteAsync(stream, StatementMessage.Of(child.Token, statement), WireJson.Default.StatementMessage, token);
            (await Frames.ReadAsync(stream, WireJson.Default.OutcomeMessage, token)).ThrowIfFailed(cancellationToken);
            reader = new ArrowStreamReader(stream, leaveOpen: true);
            Schema = await reader.GetSchema(token);
            return this;
        },
        cancellationToken);

    public async ValueTask<RecordBatch?> NextAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            return ended ? null : await GuardAsync(ReadAsync, cancellationToken);
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
            await StopAsync();
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
            (await Frames.ReadAsync(stream!, WireJson.Default.OutcomeMessage, token)).ThrowIfFailed(token);
            End();
        }

        return batch;
    }

    // Any failure ends the statement; what is left of it in the child is stopped before the caller is told.
    private async Task<T> GuardAsync<T>(Func<CancellationToken, Task<T>> step, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, backstop.Token);
        try
        {
            return await step(either.Token);
        }
        catch (FaultException)
        {
            End();
            throw;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && backstop.IsCancellationRequested)
        {
            child.End(EndOfChild.Hung);
            End();
            throw EngineFaults.Timeout(statement.Timeout ?? TimeSpan.Zero);
        }
        catch (OperationCanceledException)
        {
            await StopAsync();
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
        catch (Exception broken) when (broken is IOException or SocketException or InvalidDataException or InvalidOperationException)
        {
            var fault = await child.ExplainAsync();
            End();
            throw fault;
        }
    }

    // Closing our side asks the child to stop; it closes its own when the statement has really ended.
    private async Task StopAsync()
    {
        if (ended)
        {
            return;
        }

        try
        {
            if (socket.Connected)
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
        catch (SocketException)
        {
            // the child has closed its side, or is gone: ended all the same
        }

        End();
    }

    private void End()
    {
        if (!ended)
        {
            ended = true;
            reader?.Dispose();
            stream?.Dispose();
            socket.Dispose();
            backstop.Dispose();
            left(child);
        }
    }
}
