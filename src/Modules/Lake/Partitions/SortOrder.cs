namespace Talentys.Lake.Partitions;

/// <summary>How rows are ordered inside files (spec, "Sorting").</summary>
/// <param name="OrderId">Number of the order in the table's metadata; 0 is no order.</param>
/// <param name="Fields">What they are ordered by.</param>
internal sealed record SortOrder(int OrderId, IReadOnlyList<SortField> Fields)
{
    /// <summary>No order.</summary>
    public static SortOrder None { get; } = new(0, []);

    /// <inheritdoc/>
    public bool Equals(SortOrder? other) => other is not null && OrderId == other.OrderId && Fields.SequenceEqual(other.Fields);

    /// <inheritdoc/>
    public override int GetHashCode() => Fields.Aggregate(OrderId, HashCode.Combine);
}

/// <summary>A part of an order.</summary>
/// <param name="SourceId">Field id of the column.</param>
/// <param name="Transform">What of it is compared.</param>
/// <param name="Descending">Greatest first.</param>
/// <param name="NullsFirst">Nulls before all else.</param>
internal sealed record SortField(int SourceId, Transform Transform, bool Descending, bool NullsFirst);
