using Apache.Arrow;
using Talentys.DuckDb.Public;
using Talentys.Kernel;

namespace Talentys.Query.Engines;

/// <summary>
/// One statement in the lanes. As long as it has given no rows it may begin again without anybody seeing it: among the heavy
/// ones when it takes long where many do, alone when its engine died and it is not clear for which statement.
/// </summary>
internal sealed class StatementRun : IEngineResult
{
    /// <summary>The first rows wait this long for the next ones: when there are none, all is known before anything is given.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    private readonly RunOrder order;
    private readonly Lock gate = new();
    private readonly Queue<RecordBatch?> ready = new();
    private CancellationTokenSource attempt = new();
    private IEngineResult? inner;
    private Place? place;
    private Task<RecordBatch?>? pending;
    private Lane lane;
    private int begun;
    private bool given;
    private bool moves;

    private StatementRun(RunOrder order)
    {
        this.order = order;
        lane = order.Lane;
    }

    public Schema Schema { get; private set; } = new([], null);

    /// <summary>Runs a statement as soon as it has a place.</summary>
    public static async Task<StatementRun> StartAsync(RunOrder order, CancellationToken cancellationToken)
    {
        var run = new StatementRun(order);
        try
        {
            await run.BeginAsync(cancellationToken);
            run.Schema = run.inner!.Schema;
            return run;
        }
        catch (Exception)
        {
            await run.DisposeAsync();
            throw;
        }
    }

    public async ValueTask<RecordBatch?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var registration = cancellationToken.UnsafeRegister(static run => ((StatementRun)run!).Cancel(), this);
                if (ready.Count == 0)
                {
                    await ReadAsync();
                }

                lock (gate)
                {
                    attempt.Token.ThrowIfCancellationRequested();
                    given = true;
                }

                return ready.Count == 1 && ready.Peek() is null ? null : ready.Dequeue();
            }
            catch (Exception failure) when (!given && NextLane(failure, cancellationToken) is { } next)
            {
                await AgainAsync(next, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(cancellationToken);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        attempt.Dispose();
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            using var registration = cancellationToken.UnsafeRegister(static run => ((StatementRun)run!).Cancel(), this);
            begun++;
            try
            {
                place = await order.EnterAsync(lane, cancellationToken);
                place.GiveUp = order.MayMove ? GiveUp : null;
                inner = await order.RunAsync(lane, place, attempt.Token);
                return;
            }
            catch (Exception failure) when (NextLane(failure, cancellationToken) is { } next)
            {
                await EndAsync();
                (lane, moves, attempt) = (next, false, new CancellationTokenSource());
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(cancellationToken);
            }
        }
    }

    private async Task AgainAsync(Lane next, CancellationToken cancellationToken)
    {
        await EndAsync();
        (lane, moves, attempt) = (next, false, new CancellationTokenSource());
        var known = Schema;
        await BeginAsync(cancellationToken);
        Schema = inner!.Schema;
        if (!Schema.FieldsList.Select(field => (field.Name, field.DataType.Name)).SequenceEqual(known.FieldsList.Select(field => (field.Name, field.DataType.Name))))
        {
            throw new FaultException(Fault.Failed("query.changed", "The statement had other columns when it was run again.", null, "Run it again."));
        }
    }

    private async Task ReadAsync()
    {
        var batch = await (pending ?? inner!.NextAsync(attempt.Token).AsTask());
        pending = null;
        ready.Enqueue(batch);
        if (batch is null || given || !order.MayMove || lane == Lane.Heavy)
        {
            return;
        }

        pending = inner!.NextAsync(attempt.Token).AsTask();
        await Task.WhenAny(pending, Task.Delay(Patience, TimeProvider.System));
        if (pending.IsCompleted)
        {
            ready.Enqueue(await pending);
            pending = null;
        }
    }

    private void Cancel()
    {
        try
        {
            attempt.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // it has ended
        }
    }

    private bool GiveUp()
    {
        lock (gate)
        {
            if (given)
            {
                return false;
            }

            moves = !attempt.IsCancellationRequested; // one that is cancelled ends anyway
        }

        Cancel();
        return true;
    }

    /// <summary>Where it begins again after a failure; null when it does not.</summary>
    private Lane? NextLane(Exception failure, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested || !order.MayMove)
        {
            return null;
        }

        return failure switch
        {
            OperationCanceledException => moves ? Lane.Heavy : null,
            _ when begun >= 3 || lane == Lane.Heavy => null,
            LostStatementException { Cause: LossCause.Another } => lane,
            LostStatementException { Cause: LossCause.Unclear } => Lane.Apart,
            LostStatementException { Fault.Code: "engine.out_of_memory" } => Lane.Heavy,
            _ => null,
        };
    }

    private async Task EndAsync()
    {
        while (ready.TryDequeue(out var batch))
        {
            batch?.Dispose();
        }

        if (pending is { } last)
        {
            pending = null;
            Cancel();
            try
            {
                (await last)?.Dispose();
            }
            catch (Exception failure) when (failure is OperationCanceledException or FaultException)
            {
                // nobody asks for it any more
            }
        }

        var (result, held) = (inner, place);
        (inner, place) = (null, null);
        try
        {
            if (result is not null)
            {
                await result.DisposeAsync();
            }
        }
        finally
        {
            held?.Dispose();
        }
    }
}
