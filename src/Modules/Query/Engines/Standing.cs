namespace Talentys.Query.Engines;

/// <summary>Where a statement stands: in line, or at a place. A statement that writes keeps its place over all that it is made of.</summary>
internal sealed class Standing : IDisposable
{
    private Place? kept;

    /// <summary>It keeps its place until its end, not only until the rows of a query have ended.</summary>
    public bool Keeps { get; set; }

    /// <summary>Its lane; null before it is known.</summary>
    public Lane? Lane { get; private set; }

    /// <summary>Its place in line; null when it does not wait.</summary>
    public Waiter? Waiter { get; private set; }

    /// <summary>Statements before it in line; null when it does not wait.</summary>
    public int? Ahead => Waiter?.Ahead;

    /// <summary>Waits for a place, or shares the one that is kept.</summary>
    public async Task<Place> EnterAsync(Admission admission, Ticket ticket, CancellationToken cancellationToken)
    {
        Lane = ticket.Lane;
        if (kept is { } held)
        {
            if (held.Lane == ticket.Lane || held.Lane == Engines.Lane.Heavy)
            {
                held.Hold();
                return held;
            }

            // not one while waiting for another
            kept = null;
            held.Dispose();
        }

        var place = await admission.EnterAsync(ticket with { Waits = waiter => Waiter = waiter }, cancellationToken);
        if (Keeps)
        {
            place.Hold();
            kept = place;
        }

        return place;
    }

    public void Dispose() => Interlocked.Exchange(ref kept, null)?.Dispose();
}
