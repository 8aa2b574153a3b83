using Talentys.Lake.Partitions;

namespace Talentys.Lake.Manifests;

/// <summary>A partition value, comparable: the spec by which it is told and the values of its fields.</summary>
/// <param name="SpecId">Number of the spec.</param>
/// <param name="Values">Values, in the order of the spec's fields, as <see cref="Types.SingleValue"/> has them.</param>
internal readonly record struct PartitionKey(int SpecId, IReadOnlyList<object?> Values)
{
    /// <summary>The partition of a file, comparable also with files that were written before its column was widened.</summary>
    public static PartitionKey Of(ContentFile file) => new(file.SpecId, file.Partition.Any(value => value is int or float)
        ? [.. file.Partition.Select(value => value switch { int number => (long)number, float number => (double)number, _ => value })]
        : file.Partition);

    /// <inheritdoc/>
    public bool Equals(PartitionKey other) => SpecId == other.SpecId && PartitionTuples.Comparer.Equals(Values, other.Values);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(SpecId, PartitionTuples.Comparer.GetHashCode(Values));
}
