using System.Collections.Concurrent;

namespace Talentys.Query.Engines;

/// <summary>The statements that wait for a place, in the order in which they came, so that each can be told how many are before it.</summary>
internal sealed class WaitingLine
{
    private readonly ConcurrentDictionary<string, SortedSet<long>> lines = new(StringComparer.Ordinal);
    private long last;

    /// <summary>Joins the line of an organisation; disposing leaves it.</summary>
    public WaitingTurn Join(string organisation)
    {
        var line = lines.GetOrAdd(organisation, _ => []);
        var turn = new WaitingTurn(line, Interlocked.Increment(ref last));
        lock (line)
        {
            line.Add(turn.Number);
        }

        return turn;
    }
}

/// <summary>The turn of a statement that waits.</summary>
internal sealed class WaitingTurn(SortedSet<long> line, long number) : IDisposable
{
    public long Number => number;

    /// <summary>Its place: 1 for the next one; null when it does not wait any more.</summary>
    public int? Place
    {
        get
        {
            lock (line)
            {
                return line.Contains(number) ? line.GetViewBetween(0, number).Count : null;
            }
        }
    }

    public void Dispose()
    {
        lock (line)
        {
            line.Remove(number);
        }
    }
}
