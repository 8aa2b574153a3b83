namespace Talentys.Query.Engines;

/// <summary>Who waits for a place, and for which.</summary>
/// <param name="Organisation">The organisation.</param>
/// <param name="User">Identifier of the user.</param>
/// <param name="Lane">The lane.</param>
internal sealed record Ticket(string Organisation, string User, Lane Lane)
{
    /// <summary>Most statements of the user at once.</summary>
    public int Most { get; init; } = int.MaxValue;

    /// <summary>Longest wait.</summary>
    public required TimeSpan Longest { get; init; }

    /// <summary>Told when the wait begins, and with null when it ends.</summary>
    public Action<Waiter?>? Waits { get; init; }
}
