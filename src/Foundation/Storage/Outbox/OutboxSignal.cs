using System.Threading.Channels;

namespace Talentys.Storage;

/// <summary>Wakes the dispatcher of this process when an event was committed.</summary>
internal sealed class OutboxSignal
{
    private readonly Channel<bool> calls = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    internal void Wake() => calls.Writer.TryWrite(true);

    /// <summary>Waits for a call, or for the time when somebody should look anyway: other nodes' events and retries give no call.</summary>
    internal async Task WaitAsync(TimeSpan atMost, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(atMost, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await calls.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // time to look
        }
    }
}
