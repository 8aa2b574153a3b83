using System.Text.Json;

namespace Talentys.Lake.Metadata;

/// <summary>What has to hold in metadata for anything to be read by it.</summary>
internal static class MetadataCheck
{
    // spec, "Table metadata fields"
    private static readonly string[] Required =
    [
        "table-uuid", "location", "last-sequence-number", "last-updated-ms", "last-column-id", "schemas", "current-schema-id", "partition-specs",
        "default-spec-id", "last-partition-id", "sort-orders", "default-sort-order-id",
    ];

    /// <summary>Passes metadata that has what no table is without.</summary>
    /// <exception cref="JsonException">Something is missing.</exception>
    public static void EnsureMembers(IEnumerable<string> names)
    {
        var missing = Required.Except(names).ToList();
        if (missing.Count > 0)
        {
            throw new JsonException($"it has no {string.Join(", ", missing)}.");
        }
    }

    /// <summary>Passes metadata whose parts fit together.</summary>
    /// <exception cref="JsonException">They do not.</exception>
    public static void Ensure(TableMetadata metadata)
    {
        Present(metadata.Schemas, "schemas");
        Present(metadata.PartitionSpecs, "partition-specs");
        Present(metadata.SortOrders, "sort-orders");
        Present(metadata.Snapshots, "snapshots");
        Present(metadata.SnapshotLog, "snapshot-log");
        Present(metadata.MetadataLog, "metadata-log");
        Present(metadata.Refs.Values, "refs");
        Present(metadata.Properties.Values, "properties");
        Once(metadata.Schemas.Select(schema => (long)schema.SchemaId), "schema");
        Once(metadata.PartitionSpecs.Select(spec => (long)spec.SpecId), "partition spec");
        Once(metadata.SortOrders.Select(order => (long)order.OrderId), "sort order");
        Once(metadata.Snapshots.Select(snapshot => snapshot.SnapshotId), "snapshot");
        Known(metadata.Schemas.Any(schema => schema.SchemaId == metadata.CurrentSchemaId), $"current schema {metadata.CurrentSchemaId}");
        Known(metadata.PartitionSpecs.Any(spec => spec.SpecId == metadata.DefaultSpecId), $"default partition spec {metadata.DefaultSpecId}");
        Known(
            metadata.DefaultSortOrderId == 0 || metadata.SortOrders.Any(order => order.OrderId == metadata.DefaultSortOrderId),
            $"default sort order {metadata.DefaultSortOrderId}");
        Known(metadata.CurrentSnapshotId is null || metadata.CurrentSnapshot is not null, $"current snapshot {metadata.CurrentSnapshotId}");
        foreach (var (name, reference) in metadata.Refs)
        {
            Known(metadata.Snapshots.Any(snapshot => snapshot.SnapshotId == reference.SnapshotId), $"snapshot {reference.SnapshotId} of {name}");
        }

        foreach (var schema in metadata.Schemas)
        {
            Once(schema.AllIds().Select(id => (long)id), "field");
        }
    }

    private static void Present<T>(IEnumerable<T> items, string name)
    {
        if (items.Any(item => item is null))
        {
            throw new JsonException($"{name} has an item that is null.");
        }
    }

    private static void Once(IEnumerable<long> ids, string name)
    {
        var seen = new HashSet<long>();
        foreach (var id in ids)
        {
            if (!seen.Add(id))
            {
                throw new JsonException($"there are two of {name} {id}.");
            }
        }
    }

    private static void Known(bool known, string what)
    {
        if (!known)
        {
            throw new JsonException($"the {what} is missing.");
        }
    }
}
