using System.Text.Json;
using System.Text.Json.Serialization;
using Talentys.Lake.Partitions;
using Talentys.Lake.Types;

namespace Talentys.Lake.Metadata;

/// <summary>The metadata of a table (spec, "Table metadata fields"); what is not known here is kept as it was read.</summary>
internal sealed record TableMetadata
{
    /// <summary>The version of the format that is written here; those before it are read too.</summary>
    public const int SupportedFormat = 2;

    public required int FormatVersion { get; init; }

    public required string TableUuid { get; init; }

    public required string Location { get; init; }

    public required long LastSequenceNumber { get; init; }

    public required long LastUpdatedMs { get; init; }

    public required int LastColumnId { get; init; }

    public required IReadOnlyList<IcebergSchema> Schemas { get; init; }

    public required int CurrentSchemaId { get; init; }

    public required IReadOnlyList<PartitionSpec> PartitionSpecs { get; init; }

    public required int DefaultSpecId { get; init; }

    public required int LastPartitionId { get; init; }

    public required IReadOnlyList<SortOrder> SortOrders { get; init; }

    public required int DefaultSortOrderId { get; init; }

    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    public long? CurrentSnapshotId { get; init; }

    public IReadOnlyList<Snapshot> Snapshots { get; init; } = [];

    public IReadOnlyList<SnapshotLogEntry> SnapshotLog { get; init; } = [];

    public IReadOnlyList<MetadataLogEntry> MetadataLog { get; init; } = [];

    public IReadOnlyDictionary<string, SnapshotReference> Refs { get; init; } = new Dictionary<string, SnapshotReference>();

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; init; }

    /// <summary>The schema of new rows.</summary>
    [JsonIgnore]
    public IcebergSchema CurrentSchema => SchemaById(CurrentSchemaId);

    /// <summary>What readers see; null in a table without a version.</summary>
    [JsonIgnore]
    public Snapshot? CurrentSnapshot => Snapshots.FirstOrDefault(snapshot => snapshot.SnapshotId == CurrentSnapshotId);

    /// <summary>How new rows are put into files.</summary>
    [JsonIgnore]
    public PartitionSpec DefaultSpec => SpecById(DefaultSpecId);

    /// <summary>How new rows are ordered.</summary>
    [JsonIgnore]
    public SortOrder DefaultSortOrder => SortOrders.FirstOrDefault(order => order.OrderId == DefaultSortOrderId) ?? SortOrder.None;

    /// <summary>A partition spec by its number.</summary>
    public PartitionSpec SpecById(int id) => PartitionSpecs.FirstOrDefault(spec => spec.SpecId == id)
        ?? throw new InvalidDataException($"The table's metadata has no partition spec {id}.");

    /// <summary>Types of the values of a partition spec; the source of a field may be a column that is gone.</summary>
    public IReadOnlyList<IcebergType.Primitive> PartitionTypes(PartitionSpec spec) => [.. spec.Fields.Select(field => field.ResultType(
        Schemas.Where(schema => schema.SchemaId != CurrentSchemaId).Reverse().Prepend(CurrentSchema)
            .FirstOrDefault(schema => schema.Find(field.SourceId) is not null, CurrentSchema)))];

    /// <summary>A schema by its number.</summary>
    public IcebergSchema SchemaById(int id) => Schemas.FirstOrDefault(schema => schema.SchemaId == id)
        ?? throw new InvalidDataException($"The table's metadata has no schema {id}.");

    /// <summary>The number that people call a version by: the sequence number, or in tables without them the place among the snapshots.</summary>
    public long NumberOf(Snapshot snapshot) =>
        snapshot.SequenceNumber > 0 ? snapshot.SequenceNumber : Snapshots.ToList().FindIndex(one => one.SnapshotId == snapshot.SnapshotId) + 1;

    /// <summary>The schema of a snapshot.</summary>
    public IcebergSchema SchemaOf(Snapshot snapshot) => SchemaById(snapshot.SchemaId ?? CurrentSchemaId);
}
