using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Talentys.DuckDb.Faults;
using Talentys.DuckDb.Public;
using Talentys.DuckDb.Wire;
using Talentys.Kernel;

namespace Talentys.DuckDb.Children;

/// <summary>Runs the statements of a connection one after the other: message in; outcome, Arrow stream and outcome out.</summary>
internal sealed class ChildSession(ChildEngines engines, string token, Socket socket)
{
    /// <summary>What is told is kept together this long: a small answer wakes the parent once.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(2);

    private const int BufferBytes = 16 * 1024;

    public async Task RunAsync(CancellationToken stopping)
    {
        await using var network = new NetworkStream(socket, ownsSocket: true);
        var stream = new BufferedStream(network, BufferBytes); // not disposed: what is left in it when the parent is gone goes nowhere
        try
        {
            while (await NextAsync(network, stream, stopping))
            {
                // the parent sends another when it has all of the one before
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // the parent has left: nobody is there to be told
        }
    }

    /// <summary>Runs a statement; false when it is not ours.</summary>
    private async Task<bool> NextAsync(NetworkStream network, BufferedStream stream, CancellationToken stopping)
    {
        var message = await Frames.ReadAsync(network, WireJson.Default.StatementMessage, stopping);
        if (!IsOurs(message.Token))
        {
            return false;
        }

        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var watch = WatchAsync(cancel);
        try
        {
            await AnswerAsync(stream, message.ToStatement(), cancel.Token);
        }
        finally
        {
            await cancel.CancelAsync();
            await watch;
        }

        return true;
    }

    private async Task AnswerAsync(BufferedStream stream, EngineStatement statement, CancellationToken cancellationToken)
    {
        IEngineResult result;
        try
        {
            result = await engines.For(statement).RunAsync(statement, cancellationToken);
        }
        catch (FaultException failure)
        {
            await TellAsync(stream, new OutcomeMessage(failure.Faults));
            return;
        }
        catch (OperationCanceledException)
        {
            await TellAsync(stream, new OutcomeMessage(Cancelled: true));
            return;
        }

        OutcomeMessage outcome;
        await using (result)
        {
            await Frames.WriteAsync(stream, new OutcomeMessage(), WireJson.Default.OutcomeMessage, CancellationToken.None);
            outcome = await SendAsync(stream, result, cancellationToken);
        }

        await TellAsync(stream, outcome);
    }

    // The stream is ended properly even when the statement fails, so that the outcome can follow it. A cancelled write
    // leaves half a message: then nothing can follow, and the closed connection says all.
    private static async Task<OutcomeMessage> SendAsync(BufferedStream stream, IEngineResult result, CancellationToken cancellationToken)
    {
        using var writer = new ArrowStreamWriter(stream, result.Schema, leaveOpen: true);
        await writer.WriteStartAsync(cancellationToken);
        var outcome = new OutcomeMessage();
        while (true)
        {
            try
            {
                using var batch = await BatchAsync(stream, result, cancellationToken);
                if (batch is null)
                {
                    break;
                }

                await writer.WriteRecordBatchAsync(batch, cancellationToken);
            }
            catch (FaultException failure)
            {
                outcome = new OutcomeMessage(failure.Faults);
                break;
            }
        }

        await writer.WriteEndAsync(cancellationToken);
        return outcome;
    }

    // The next rows; what was told before goes out when they are not there at once.
    private static async Task<RecordBatch?> BatchAsync(BufferedStream stream, IEngineResult result, CancellationToken cancellationToken)
    {
        var next = result.NextAsync(cancellationToken).AsTask();
        await Task.WhenAny(next, Task.Delay(Together, TimeProvider.System, CancellationToken.None));
        if (!next.IsCompleted)
        {
            try
            {
                await stream.FlushAsync(cancellationToken);
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException)
            {
                (await next)?.Dispose(); // nothing of the statement may go on behind
                throw;
            }
        }

        return await next;
    }

    // The parent sends nothing before it has its answer; when it closes its side, it wants the statement stopped. What it
    // sends then is the next statement, and not taken here.
    private async Task WatchAsync(CancellationTokenSource cancel)
    {
        try
        {
            if (await socket.ReceiveAsync(new byte[1], SocketFlags.Peek, cancel.Token) == 0)
            {
                await cancel.CancelAsync();
            }
        }
        catch (Exception gone) when (gone is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            await cancel.CancelAsync();
        }
    }

    // After a fatal error the instance answers nothing any more: the next statement shall find a new child.
    private static async Task TellAsync(BufferedStream stream, OutcomeMessage outcome)
    {
        await Frames.WriteAsync(stream, outcome, WireJson.Default.OutcomeMessage, CancellationToken.None);
        await stream.FlushAsync(CancellationToken.None);
        if (outcome.Faults?.Any(EngineFaults.IsFatal) is true)
        {
            ChildLimits.EndThisProcess();
        }
    }

    private bool IsOurs(string given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(token));
}
