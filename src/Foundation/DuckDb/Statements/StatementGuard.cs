using Talentys.DuckDb.Faults;
using Talentys.DuckDb.Native;
using Talentys.Kernel;

namespace Talentys.DuckDb.Statements;

/// <summary>
/// Stops the statement of one connection when a token is cancelled or its time is over. An interrupt that comes before the
/// engine has begun is forgotten by it, so the guard repeats it until the statement has ended.
/// </summary>
internal sealed class StatementGuard : IDisposable
{
    private static readonly TimeSpan Repeat = TimeSpan.FromMilliseconds(20);
    private readonly Lock gate = new();
    private readonly nint connection;
    private readonly TimeSpan? limit;
    private readonly ITimer? deadline;
    private ITimer? repeater;
    private bool timedOut;
    private bool ended;

    public StatementGuard(nint connection, TimeSpan? limit)
    {
        this.connection = connection;
        this.limit = limit;
        if (limit is { } time)
        {
            deadline = TimeProvider.System.CreateTimer(_ => Stop(late: true), null, time, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Cancelling the token stops the statement while the returned registration lives.</summary>
    public CancellationTokenRegistration On(CancellationToken cancellationToken) =>
        cancellationToken.UnsafeRegister(static guard => ((StatementGuard)guard!).Stop(late: false), this);

    /// <summary>Throws when the statement was stopped.</summary>
    public void ThrowIfStopped(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (timedOut)
            {
                throw EngineFaults.Timeout(limit ?? TimeSpan.Zero);
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>What to tell the caller for a failure: an interrupt is ours, so it is told as what caused it.</summary>
    public Exception Explain(FaultException failure, CancellationToken cancellationToken)
    {
        if (failure.Fault.Code != EngineFaults.Interrupted)
        {
            return failure;
        }

        lock (gate)
        {
            return timedOut
                ? EngineFaults.Timeout(limit ?? TimeSpan.Zero)
                : new OperationCanceledException("The statement was cancelled.", failure, cancellationToken);
        }
    }

    /// <summary>Stops the statement.</summary>
    public void Stop() => Stop(late: false);

    public void Dispose()
    {
        lock (gate)
        {
            ended = true;
        }

        deadline?.Dispose();
        repeater?.Dispose();
    }

    private void Stop(bool late)
    {
        lock (gate)
        {
            if (ended || repeater is not null)
            {
                return;
            }

            timedOut = late;
            repeater = TimeProvider.System.CreateTimer(_ => Interrupt(), null, TimeSpan.Zero, Repeat);
        }

        Interrupt();
    }

    private void Interrupt()
    {
        lock (gate)
        {
            if (!ended)
            {
                DuckNative.Interrupt(connection);
            }
        }
    }
}
