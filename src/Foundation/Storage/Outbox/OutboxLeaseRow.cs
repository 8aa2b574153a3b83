namespace Talentys.Storage;

/// <summary>Who delivers the events of one sort now.</summary>
internal sealed class OutboxLeaseRow
{
    public required string Event { get; init; }

    public string? Holder { get; init; }

    public DateTimeOffset Until { get; init; }
}
