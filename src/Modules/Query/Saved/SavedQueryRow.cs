namespace Talentys.Query.Saved;

/// <summary>A row of <c>query_saved</c>.</summary>
internal sealed class SavedQueryRow
{
    public required string Id { get; init; }

    public required string Organisation { get; init; }

    public required string Environment { get; init; }

    /// <summary>Identifier of who made it.</summary>
    public required string OwnerId { get; init; }

    public required string Owner { get; init; }

    public required string Name { get; set; }

    /// <summary>The name as it is compared.</summary>
    public required string NameKey { get; set; }

    public required string Sql { get; set; }

    public string? Description { get; set; }

    /// <summary>Tags, one a line.</summary>
    public string Tags { get; set; } = "";

    public bool Shared { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ChangedAt { get; set; }

    public required string ChangedBy { get; set; }

    /// <summary>One more for each change; guards against two at once.</summary>
    public int Version { get; set; }
}
