using Talentys.Kernel;
using Talentys.Lake.Metadata;

namespace Talentys.Lake.RestCatalog;

/// <summary>What a client takes for true of the table that it changes; checked again on top of whatever came between.</summary>
internal sealed class Requirements
{
    private readonly IReadOnlyList<Action<TableMetadata?>> checks;

    private Requirements(IReadOnlyList<Action<TableMetadata?>> checks, bool creates) => (this.checks, Creates) = (checks, creates);

    /// <summary>Whether the table may not be there before.</summary>
    public bool Creates { get; }

    /// <summary>Reads them.</summary>
    /// <exception cref="FaultException">One is not known.</exception>
    public static Requirements Read(RestValue value)
    {
        var items = value.Items();
        return new Requirements([.. items.Select(Check)], items.Any(item => item.Need("type").Text() == "assert-create"));
    }

    /// <summary>Checks them.</summary>
    /// <param name="metadata">The table as it is; null when there is none.</param>
    /// <exception cref="FaultException"><c>lake.requirement_failed</c>.</exception>
    public void Check(TableMetadata? metadata)
    {
        foreach (var check in checks)
        {
            check(metadata);
        }
    }

    private static Action<TableMetadata?> Check(RestValue item)
    {
        switch (item.Need("type").Text())
        {
            case "assert-create":
                return metadata => Hold(metadata is null, "the table already exists");
            case "assert-table-uuid":
                var uuid = item.Need("uuid").Text();
                return metadata => Hold(
                    string.Equals(metadata?.TableUuid, uuid, StringComparison.OrdinalIgnoreCase),
                    $"UUID does not match: expected {uuid}, the table's is {metadata?.TableUuid ?? "none"}");
            case "assert-ref-snapshot-id":
                var (name, wanted) = (item.Need("ref").Text(), item.NeedOrNull("snapshot-id")?.Long());
                return metadata => Reference(name, wanted, SnapshotOf(metadata, name));
            case "assert-last-assigned-field-id":
                return Number(item, "last-assigned-field-id", "last assigned field id", metadata => metadata.LastColumnId);
            case "assert-current-schema-id":
                return Number(item, "current-schema-id", "current schema", metadata => metadata.CurrentSchemaId);
            case "assert-last-assigned-partition-id":
                return Number(item, "last-assigned-partition-id", "last assigned partition id", metadata => metadata.LastPartitionId);
            case "assert-default-spec-id":
                return Number(item, "default-spec-id", "default partition spec", metadata => metadata.DefaultSpecId);
            case "assert-default-sort-order-id":
                return Number(item, "default-sort-order-id", "default sort order", metadata => metadata.DefaultSortOrderId);
            case var other:
                throw RestFaults.Invalid($"The requirement {other} is not known.", item.Place, "Use the requirements of the Iceberg REST catalog for tables.");
        }
    }

    private static Action<TableMetadata?> Number(RestValue item, string field, string what, Func<TableMetadata, int> of)
    {
        var wanted = item.Need(field).Int();
        return metadata => Hold(
            metadata is not null && of(metadata) == wanted,
            $"{what} changed: expected {wanted}, it is {(metadata is null ? "none" : of(metadata))}");
    }

    private static void Reference(string name, long? wanted, long? now) => Hold(now == wanted, (wanted, now) switch
    {
        (null, _) => $"branch or tag {name} was created concurrently",
        (_, null) => $"branch or tag {name} is missing, expected {wanted}",
        _ => $"branch or tag {name} has changed: expected id {wanted}, it is {now}",
    });

    private static long? SnapshotOf(TableMetadata? metadata, string name) =>
        metadata is null ? null
        : metadata.Refs.TryGetValue(name, out var reference) ? reference.SnapshotId
        : name == SnapshotReference.Main ? metadata.CurrentSnapshot?.SnapshotId
        : null;

    private static void Hold(bool holds, string message)
    {
        if (!holds)
        {
            throw RestFaults.Requirement(message);
        }
    }
}
