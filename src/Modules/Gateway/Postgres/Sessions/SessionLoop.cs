using Talentys.Gateway.Postgres.Errors;
using Talentys.Gateway.Postgres.Messages;

namespace Talentys.Gateway.Postgres.Sessions;

/// <summary>Takes the messages of a client that is signed in, one after the other, until it leaves.</summary>
internal sealed class SessionLoop(Session session, MessageReader reader)
{
    /// <summary>Portals that are paused for longer than this give their places at engines back.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly SimpleQueries simple = new(session);
    private readonly ExtendedQueries extended = new(session, reader);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await NextAsync(cancellationToken) is { } message && await AnswerAsync(message, cancellationToken))
            {
                // on to the next
            }
        }
        catch (PgException failure)
        {
            session.Writer.Error(failure.Error, fatal: true);
            await session.Writer.FlushAsync(cancellationToken);
        }
        finally
        {
            await session.Portals.CloseAllAsync();
            await session.Query.DisposeAsync(); // what a transaction did that was not committed goes
        }
    }

    private async Task<bool> AnswerAsync(ClientMessage message, CancellationToken cancellationToken)
    {
        switch (message.Type)
        {
            case 'Q':
                return await simple.AnswerAsync(message);
            case 'P' or 'B' or 'D' or 'E' or 'C':
                await extended.AnswerAsync(message);
                if (session.Writer.IsFull)
                {
                    await session.Writer.FlushAsync(cancellationToken);
                }

                return true;
            case 'S':
                await extended.SyncAsync();
                return true;
            case 'H':
                await session.Writer.FlushAsync(cancellationToken);
                return true;
            case 'X':
                return false;
            case 'd' or 'c' or 'f':
                return true; // rows of a COPY that was refused
            case 'F':
                session.Writer.Error(new PgError("0A000", "Function calls of the protocol are not supported.") { Hint = "Call the function in a SELECT." });
                session.Writer.Ready(session.Transaction.Status);
                await session.Writer.FlushAsync(cancellationToken);
                return true;
            default:
                throw new PgException("08P01", $"invalid frontend message type {(int)message.Type}") { IsFatal = true };
        }
    }

    private async Task<ClientMessage?> NextAsync(CancellationToken cancellationToken)
    {
        if (session.Ending.IsCompleted)
        {
            throw Session.Ended();
        }

        var waiting = reader.ReadAsync(cancellationToken);
        if (waiting.IsCompleted)
        {
            return await waiting;
        }

        var next = waiting.AsTask();
        if (session.Portals.HasLive)
        {
            await Task.WhenAny(next, Task.Delay(Pause, cancellationToken));
            if (!next.IsCompleted)
            {
                await SpoolAsync();
            }
        }

        var idle = session.Services.Options.IdleTimeout;
        try
        {
            var first = await Task.WhenAny(next, session.Ending).WaitAsync(idle > TimeSpan.Zero ? idle : Timeout.InfiniteTimeSpan, cancellationToken);
            return first == next ? await next : throw Session.Ended();
        }
        catch (TimeoutException)
        {
            throw new PgException("57P05", "terminating connection due to idle-session timeout");
        }
    }

    private async Task SpoolAsync()
    {
        try
        {
            await session.RunAsync(async cancellationToken =>
            {
                await session.Portals.SpoolAsync(session.Services.SpoolFolder, cancellationToken);
                return true;
            });
        }
        catch (Exception failure) when (failure is Kernel.FaultException or IOException)
        {
            GatewayLog.NotKept(session.Services.Log, session.ProcessId, failure.Message);
        }
    }
}
