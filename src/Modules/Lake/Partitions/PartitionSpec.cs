using System.Text.Json.Serialization;
using Talentys.Lake.Types;

namespace Talentys.Lake.Partitions;

/// <summary>How rows are put into files (spec, "Partition specs").</summary>
/// <param name="SpecId">Number of the spec in the table's metadata.</param>
/// <param name="Fields">Parts of the partition value, in order; none for an unpartitioned table.</param>
internal sealed record PartitionSpec(int SpecId, IReadOnlyList<PartitionField> Fields)
{
    /// <summary>Field ids of partitions begin here (spec).</summary>
    public const int FirstFieldId = 1000;

    /// <summary>The spec of a table without partitions.</summary>
    public static PartitionSpec None { get; } = new(0, []);

    /// <summary>Whether files are not kept apart: there is no field, or only dropped ones.</summary>
    [JsonIgnore]
    public bool IsUnpartitioned => Fields.All(part => part.Transform is Transform.Void);

    /// <summary>Types of the partition values of a table whose columns are those of a schema; a source that the schema does not have gives an int.</summary>
    public IReadOnlyList<IcebergType.Primitive> ResultTypes(IcebergSchema schema) => [.. Fields.Select(field => field.ResultType(schema))];

    /// <inheritdoc/>
    public bool Equals(PartitionSpec? other) => other is not null && SpecId == other.SpecId && Fields.SequenceEqual(other.Fields);

    /// <inheritdoc/>
    public override int GetHashCode() => Fields.Aggregate(SpecId, HashCode.Combine);
}

/// <summary>A part of a partition value.</summary>
/// <param name="SourceId">Field id of the column that it is made of.</param>
/// <param name="FieldId">Its own id: one id for the same column and transform in all specs of the table.</param>
/// <param name="Name">Its name.</param>
/// <param name="Transform">How it is made.</param>
internal sealed record PartitionField(int SourceId, int FieldId, string Name, Transform Transform)
{
    /// <summary>Type of its values; an int when the schema does not have its source.</summary>
    public IcebergType.Primitive ResultType(IcebergSchema schema) =>
        Transform.ResultType(schema.Find(SourceId)?.Type as IcebergType.Primitive ?? new IcebergType.Primitive(PrimitiveKind.Int));
}
