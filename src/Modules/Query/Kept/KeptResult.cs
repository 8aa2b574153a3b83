using Microsoft.Extensions.Logging;
using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Query.Engines;
using Talentys.Query.Kept.Columns;
using Talentys.Query.Kept.Files;
using Talentys.Query.Public;
using Talentys.Query.Results;
using Talentys.Query.Stages;
using Talentys.Web;

namespace Talentys.Query.Kept;

/// <summary>A statement whose rows are written to a file as they come, and what is known of it by now.</summary>
internal sealed class KeptResult(
    string id, string? view, string folder, QueryOptions options, ColumnEngine engine, TimeProvider clock, ILogger log) : IDisposable
{
    private const string Running = "running";

    private static readonly TimeSpan WaitInLine = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly CancellationTokenSource stop = new();
    private readonly CancellationTokenSource ending = new();
    private readonly TaskCompletionSource accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string state = Running;
    private Fault? fault;
    private bool truncated;
    private bool hidesRows;
    private double elapsedMs;
    private long used = clock.GetTimestamp();
    private bool gone;
    private Standing? standing;

    public string Id => id;

    public DateTimeOffset StartedAt { get; } = clock.GetUtcNow();

    /// <summary>The columns; none until they are known.</summary>
    public IReadOnlyList<ResultColumn> Columns { get; private set; } = [];

    /// <summary>The rows; null until the columns are known, and after a failure.</summary>
    public RowFile? Rows { get; private set; }

    /// <summary>The orders in which rows were asked for.</summary>
    public RowOrders? Orders { get; private set; }

    /// <summary>Statistics of columns.</summary>
    public ColumnStatistics? Statistics { get; private set; }

    public bool IsRunning => state == Running;

    /// <summary>Statements before it in line; null when it does not wait.</summary>
    private int? Ahead => IsRunning ? standing?.Ahead : null;

    /// <summary>How long nobody has asked for it.</summary>
    public TimeSpan Unused => clock.GetElapsedTime(Interlocked.Read(ref used));

    public void Touch() => Interlocked.Exchange(ref used, clock.GetTimestamp());

    /// <summary>Ends when nothing refuses the statement any more, or fails with what does.</summary>
    public Task Accepted => accepted.Task;

    /// <summary>Runs the statement to its end.</summary>
    public async Task RunAsync(IQueries queries, SeenMasks masks, QueryOrder order, long? limit)
    {
        try
        {
            await KeepAsync(queries, masks, order with { Id = id, Accepted = () => accepted.TrySetResult(), Queued = where => standing = where }, limit);
            End("succeeded", null);
        }
        catch (OperationCanceledException)
        {
            Fail("cancelled", new Fault(FaultKind.Cancelled, "query.cancelled", "The statement was cancelled."));
        }
        catch (FaultException failure)
        {
            Fail("failed", failure.Fault, failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Fail("failed", ResultFaults.NotWritten(failure));
        }
        catch (Exception failure)
        {
            // a bug: the request tells it when it still waits, else the log does
            if (!accepted.TrySetException(failure))
            {
                ResultLog.Unexpected(log, id, failure);
                End("failed", ResultFaults.Unexpected);
            }
        }
    }

    public void Cancel()
    {
        lock (gate)
        {
            if (!gone)
            {
                stop.Cancel();
            }
        }
    }

    public ResultDto Dto()
    {
        lock (gate)
        {
            return new ResultDto(
                id, state, Columns, Rows?.Rows ?? 0, truncated, StartedAt,
                IsRunning ? (clock.GetUtcNow() - StartedAt).TotalMilliseconds : elapsedMs,
                fault is null ? null : ProblemFaults.Of(fault))
            {
                Queue = Ahead + 1,
                As = view,
                HidesRows = hidesRows,
            };
        }
    }

    /// <summary>Waits until it has ended or has other rows than the caller knows, or for a time.</summary>
    /// <param name="known">Rows that the caller knows; null for those that there are now.</param>
    /// <param name="longest">Longest wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task WaitAsync(long? known, TimeSpan longest, CancellationToken cancellationToken)
    {
        Task change;
        lock (gate)
        {
            if (!IsRunning || (known is { } rows && rows != (Rows?.Rows ?? 0)))
            {
                return;
            }

            change = changed.Task;
        }

        // how many are before it changes without an event
        longest = Ahead is not null && longest > WaitInLine ? WaitInLine : longest;

        try
        {
            await change.WaitAsync(longest, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            // nothing new
        }
    }

    /// <summary>Waits until it has ended, or for a time.</summary>
    public async Task WaitForEndAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        await Task.WhenAny(ended.Task, Task.Delay(longest, clock, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>The rows of a result that has ended, which stay until the lease is disposed.</summary>
    /// <exception cref="FaultException">It is running, has failed or is gone.</exception>
    public (RowFile Rows, IDisposable Lease) Ended()
    {
        if (IsRunning)
        {
            throw new FaultException(ResultFaults.Running);
        }

        return Readable() ?? throw new FaultException(fault is null ? ResultFaults.Unknown : ResultFaults.NoRows);
    }

    /// <summary>The rows that there are by now, which stay until the lease is disposed; null when there are none.</summary>
    public (RowFile Rows, IDisposable Lease)? Readable()
    {
        lock (gate)
        {
            return Rows?.Lease() is { } lease ? (Rows, lease) : null;
        }
    }

    /// <summary>Ends the statement and gives its file back.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (gone)
            {
                return;
            }

            gone = true;
            stop.Cancel();
            ending.Cancel();
            Drop();
        }
    }

    private async Task KeepAsync(IQueries queries, SeenMasks masks, QueryOrder order, long? limit)
    {
        var most = Math.Min(limit ?? long.MaxValue, options.ResultRows);
        await using var rows = await queries.RunAsync(order, stop.Token);
        var file = Open(rows, rows is QueryRows { Query: var query } ? await masks.OfAsync(query, rows.Schema.FieldsList.Count, stop.Token) : null);
        var limited = new LimitedRows(rows, most);
        var full = false;
        while (!full && await limited.NextAsync(stop.Token) is { } next)
        {
            using var batch = next;
            full = file.Bytes >= options.ResultBytes;
            if (!full)
            {
                await file.AppendAsync(batch, stop.Token);
                Change(() => { });
            }
        }

        truncated = full || limited.Truncated;
    }

    private RowFile Open(IQueryRows rows, (IReadOnlyList<string?> Masks, bool HidesRows)? seen)
    {
        lock (gate)
        {
            stop.Token.ThrowIfCancellationRequested();
            Rows = new RowFile(LeasedFile.Create(Path.Combine(folder, $"{Ids.New(clock)}.rows")), rows.Schema);
            Orders = new RowOrders(Rows, folder, engine, ending.Token);
            Statistics = new ColumnStatistics(Rows, engine, ending.Token);
            Columns = [.. rows.Schema.FieldsList.Select((field, i) => new ResultColumn(field.Name, CellText.TypeName(field.DataType))
            {
                Mask = seen is { Masks: { Count: > 0 } masks } ? masks[i] : null,
            })];
            hidesRows = seen?.HidesRows == true;
            return Rows;
        }
    }

    private void Fail(string how, Fault why, FaultException? refused = null)
    {
        if (!accepted.TrySetException(refused ?? new FaultException(why)))
        {
            End(how, why);
        }
    }

    private void End(string how, Fault? why)
    {
        Change(() =>
        {
            state = how;
            fault = why;
            elapsedMs = (clock.GetUtcNow() - StartedAt).TotalMilliseconds;
            if (how == "failed")
            {
                Drop(); // what came before the error is not an answer
            }
        });
        ended.TrySetResult();
    }

    private void Change(Action change)
    {
        TaskCompletionSource told;
        lock (gate)
        {
            change();
            told = changed;
            changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        told.SetResult();
    }

    private void Drop()
    {
        Orders?.Dispose();
        Rows?.Dispose();
        Rows = null;
    }
}
