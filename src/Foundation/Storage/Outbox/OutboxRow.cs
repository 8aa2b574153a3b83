namespace Talentys.Storage;

/// <summary>An event to deliver; deleted once it is.</summary>
internal sealed class OutboxRow
{
    public long Sequence { get; init; }

    public required string Event { get; init; }

    public required string Content { get; init; }

    public int Attempts { get; init; }

    public DateTimeOffset DueAt { get; init; }

    /// <summary>Given up after too many attempts; kept for people.</summary>
    public bool SetAside { get; init; }
}
