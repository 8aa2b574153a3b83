using System.Collections.Concurrent;
using Talentys.Kernel;
using Talentys.Query.Public;

namespace Talentys.Query.Engines;

/// <summary>Lets a bounded number of statements of each organisation run at once; the others wait their turn, and too many are refused.</summary>
internal sealed class Admission(QueryOptions options) : IDisposable
{
    private readonly ConcurrentDictionary<string, Gate> gates = new(StringComparer.Ordinal);

    /// <summary>Waits for a place; disposing it gives it back.</summary>
    /// <exception cref="FaultException"><c>query.busy</c>: too many wait, or it took too long.</exception>
    public async Task<IDisposable> EnterAsync(string organisation, CancellationToken cancellationToken)
    {
        var gate = gates.GetOrAdd(organisation, _ => new Gate(options.ConcurrentStatements));
        if (Interlocked.Increment(ref gate.Waiting) > options.WaitingStatements + options.ConcurrentStatements)
        {
            Interlocked.Decrement(ref gate.Waiting);
            throw Busy($"{options.WaitingStatements} statements are waiting already.");
        }

        try
        {
            if (!await gate.Places.WaitAsync(options.WaitTimeout, cancellationToken))
            {
                throw Busy($"No place became free within {options.WaitTimeout.TotalSeconds:0} seconds.");
            }
        }
        finally
        {
            Interlocked.Decrement(ref gate.Waiting);
        }

        return new Place(gate);
    }

    /// <summary>Statements that run now, that wait, and the most that wait in one organisation.</summary>
    public (int Running, int Waiting, int Longest) Look()
    {
        var (running, waiting, longest) = (0, 0, 0);
        foreach (var gate in gates.Values)
        {
            var here = Math.Max(Volatile.Read(ref gate.Waiting), 0);
            running += options.ConcurrentStatements - gate.Places.CurrentCount;
            waiting += here;
            longest = Math.Max(longest, here);
        }

        return (running, waiting, longest);
    }

    public void Dispose()
    {
        foreach (var gate in gates.Values)
        {
            gate.Places.Dispose();
        }
    }

    private static FaultException Busy(string message) =>
        new(new Fault(FaultKind.Unavailable, "query.busy", message, null, "Try again in a moment."));

    private sealed class Gate(int places)
    {
        public int Waiting;

        public SemaphoreSlim Places { get; } = new(places);
    }

    private sealed class Place(Gate gate) : IDisposable
    {
        private int given;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref given, 1) == 0)
            {
                gate.Places.Release();
            }
        }
    }
}
