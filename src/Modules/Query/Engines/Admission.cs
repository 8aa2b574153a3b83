using System.Collections.Concurrent;
using System.Globalization;
using Talentys.Kernel;
using Talentys.Query.Public;

namespace Talentys.Query.Engines;

/// <summary>
/// Lets a bounded number of statements of each organisation run at once, in lanes; the others wait their turn, fairly between
/// users, and too many are refused.
/// </summary>
internal sealed class Admission(QueryOptions options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<(string Organisation, Lane Lane), LaneQueue> queues = new();
    private long waits;
    private long waitedTicks;
    private long refused;

    /// <summary>Statements that had to wait, for how long in all, and those that were refused.</summary>
    public (long Waits, TimeSpan Waited, long Refused) Totals =>
        (Interlocked.Read(ref waits), TimeSpan.FromTicks(Interlocked.Read(ref waitedTicks)), Interlocked.Read(ref refused));

    /// <summary>Waits for a place; disposing it gives it back.</summary>
    /// <param name="ticket">Who waits, and for what.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="FaultException"><c>query.busy</c>: too many wait, or it took too long.</exception>
    public async Task<Place> EnterAsync(Ticket ticket, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var queue = queues.GetOrAdd((ticket.Organisation, ticket.Lane), key => new LaneQueue(key.Lane, options, clock));
        var waiter = queue.Join(ticket.User, ticket.Most);
        if (waiter is null)
        {
            throw Busy($"{options.WaitingStatements} statements are waiting already, or {Math.Max(options.WaitingStatements / 2, 1)} of yours.");
        }

        if (waiter.Place.IsCompleted)
        {
            return await waiter.Place;
        }

        var since = clock.GetTimestamp();
        ticket.Waits?.Invoke(waiter);
        try
        {
            return await waiter.Place.WaitAsync(ticket.Longest, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            return queue.Abandon(waiter)
                ? throw Busy(string.Create(CultureInfo.InvariantCulture, $"No place became free within {ticket.Longest.TotalSeconds:0} seconds."))
                : await waiter.Place; // in this moment
        }
        catch (OperationCanceledException)
        {
            if (!queue.Abandon(waiter))
            {
                (await waiter.Place).Dispose();
            }

            throw;
        }
        finally
        {
            ticket.Waits?.Invoke(null);
            Interlocked.Increment(ref waits);
            Interlocked.Add(ref waitedTicks, clock.GetElapsedTime(since).Ticks);
        }
    }

    /// <summary>Statements in a lane that run, that have overstayed, that wait, and the most that wait in one organisation.</summary>
    public (int Running, int Overdue, int Waiting, int Longest) Look(Lane lane)
    {
        var (running, overdue, waiting, longest) = (0, 0, 0, 0);
        foreach (var (key, queue) in queues)
        {
            if (key.Lane == lane)
            {
                var here = queue.Look();
                running += here.Running;
                overdue += here.Overdue;
                waiting += here.Waiting;
                longest = Math.Max(longest, here.Waiting);
            }
        }

        return (running, overdue, waiting, longest);
    }

    private FaultException Busy(string message)
    {
        Interlocked.Increment(ref refused);
        return new FaultException(new Fault(FaultKind.Unavailable, "query.busy", message, null, "Try again in a moment.")
        {
            RetryAfter = TimeSpan.FromSeconds(5),
        });
    }
}
