using Talentys.Kernel;
using Talentys.Lake.Commits;
using Talentys.Lake.Metadata;
using Talentys.Lake.Tables;
using Talentys.Lake.Types;

namespace Talentys.Lake.RestCatalog;

/// <summary>The changes of a commit: read once, applied to each version that the commit is tried on.</summary>
internal sealed class Updates
{
    private const int LastAdded = -1;

    private static readonly string[] Actions =
    [
        "assign-uuid", "upgrade-format-version", "add-schema", "set-current-schema", "add-spec", "set-default-spec", "add-sort-order",
        "set-default-sort-order", "add-snapshot", "set-snapshot-ref", "remove-snapshots", "remove-snapshot-ref", "set-location", "set-properties",
        "remove-properties", "set-statistics", "remove-statistics", "set-partition-statistics", "remove-partition-statistics",
        "remove-partition-specs", "remove-schemas",
    ];

    private readonly IReadOnlyList<(string Action, RestValue Item)> items;

    private Updates(IReadOnlyList<(string Action, RestValue Item)> items) => this.items = items;

    /// <summary>Reads them.</summary>
    /// <exception cref="FaultException">One is not known.</exception>
    public static Updates Read(RestValue value) => new([.. value.Items().Select(item => (Known(item), item))]);

    /// <summary>Applies them in their order.</summary>
    /// <param name="builder">The metadata.</param>
    /// <param name="place">Where the table is.</param>
    /// <returns>The snapshots that were added.</returns>
    public IReadOnlyList<Snapshot> Apply(MetadataBuilder builder, TablePlace place)
    {
        var run = new Run(builder, place);
        foreach (var (action, item) in items)
        {
            run.Apply(action, item);
        }

        return run.Added;
    }

    /// <summary>
    /// The snapshot that shows that a table has these changes already, for a commit that is sent again because its answer was
    /// lost: a manifest list is of one commit alone. Null when they are new, or add no snapshot.
    /// </summary>
    public Snapshot? MadeIn(TableMetadata metadata)
    {
        Snapshot? made = null;
        foreach (var (_, item) in items.Where(one => one.Action == "add-snapshot"))
        {
            var (id, list) = (item.Need("snapshot").Need("snapshot-id").Long(), item.Need("snapshot").Need("manifest-list").Text());
            made = metadata.Snapshots.FirstOrDefault(snapshot => snapshot.SnapshotId == id && snapshot.ManifestList == list);
            if (made is null)
            {
                return null;
            }
        }

        return made;
    }

    private static string Known(RestValue item)
    {
        var action = item.Need("action").Text();
        return Actions.Contains(action)
            ? action
            : throw RestFaults.Invalid(
                $"The update {action} is not known for tables of this catalog.", item.Place, "Use the updates of the Iceberg REST catalog for tables of version 2.");
    }

    /// <summary>One application: what was added last is what -1 means.</summary>
    private sealed class Run(MetadataBuilder builder, TablePlace place)
    {
        private int? schema;
        private int? spec;
        private int? order;

        public List<Snapshot> Added { get; } = [];

        public void Apply(string action, RestValue item)
        {
            switch (action)
            {
                case "assign-uuid":
                    AssignUuid(item.Need("uuid"));
                    break;
                case "upgrade-format-version":
                    Upgrade(item.Need("format-version"));
                    break;
                case "add-schema":
                    schema = builder.AddSchema(ClientSchema.Schema(item.Need("schema")));
                    break;
                case "set-current-schema":
                    builder.SetCurrentSchema(Chosen(item.Need("schema-id"), schema, builder.Current.Schemas.Select(one => one.SchemaId), "schema"));
                    break;
                case "add-spec":
                    spec = builder.AddSpec(ClientSchema.Spec(item.Need("spec"), NewestSchema(), null));
                    break;
                case "set-default-spec":
                    builder.SetDefaultSpec(Chosen(item.Need("spec-id"), spec, builder.Current.PartitionSpecs.Select(one => one.SpecId), "partition spec"));
                    break;
                case "add-sort-order":
                    order = builder.AddSortOrder(ClientSchema.Order(item.Need("sort-order"), NewestSchema(), null));
                    break;
                case "set-default-sort-order":
                    builder.SetDefaultSortOrder(Chosen(item.Need("sort-order-id"), order, builder.Current.SortOrders.Select(one => one.OrderId), "sort order"));
                    break;
                case "add-snapshot":
                    AddSnapshot(item.Need("snapshot"));
                    break;
                case "set-snapshot-ref":
                    SetReference(item);
                    break;
                case "remove-snapshots":
                    builder.RemoveSnapshots(item.Need("snapshot-ids").Items().Select(id => id.Long()).ToHashSet());
                    break;
                case "remove-snapshot-ref":
                    builder.RemoveReference(item.Need("ref-name").Text());
                    break;
                case "set-location":
                    SetLocation(item.Need("location"));
                    break;
                case "set-properties":
                    SetProperties(item.Need("updates").Texts());
                    break;
                case "remove-properties":
                    builder.RemoveProperties(item.Need("removals").Items().Select(key => key.Text()));
                    break;
                case "set-statistics":
                    SetStatistics(StatisticsKind.Table, item.Need("statistics"));
                    break;
                case "remove-statistics":
                    builder.RemoveStatistics(StatisticsKind.Table, item.Need("snapshot-id").Long());
                    break;
                case "set-partition-statistics":
                    SetStatistics(StatisticsKind.Partition, item.Need("partition-statistics"));
                    break;
                case "remove-partition-statistics":
                    builder.RemoveStatistics(StatisticsKind.Partition, item.Need("snapshot-id").Long());
                    break;
                case "remove-partition-specs":
                    builder.RemoveSpecs(item.Need("spec-ids").Items().Select(id => id.Int()).ToHashSet());
                    break;
                case "remove-schemas":
                    builder.RemoveSchemas(item.Need("schema-ids").Items().Select(id => id.Int()).ToHashSet());
                    break;
            }
        }

        private void AssignUuid(RestValue uuid)
        {
            if (!Guid.TryParse(uuid.Text(), out var id))
            {
                throw uuid.Wrong("a UUID");
            }

            if (builder.IsNew)
            {
                builder.AssignUuid(id.ToString());
            }
            else if (!string.Equals(builder.Current.TableUuid, id.ToString(), StringComparison.OrdinalIgnoreCase))
            {
                throw RestFaults.Invalid("The table has a UUID, which never changes.", uuid.Place);
            }
        }

        private void Upgrade(RestValue version)
        {
            RestFormat.Check(version.Int(), version.Place);
            builder.UpgradeFormat(version.Int());
        }

        private void AddSnapshot(RestValue item)
        {
            item.Need("snapshot-id").Long();
            item.Need("timestamp-ms").Long();
            item.Need("manifest-list").Text();
            if (!item.Need("summary").Texts().ContainsKey("operation"))
            {
                throw RestFaults.Invalid("The summary of a snapshot tells the operation.", item.Place);
            }

            if (item.Need("sequence-number").Long() < 1)
            {
                throw item.Need("sequence-number").Wrong("a number above 0");
            }

            var snapshot = item.Read("a snapshot", MetadataFile.ReadSnapshot);
            if (snapshot.SchemaId is { } id && builder.Current.Schemas.All(one => one.SchemaId != id))
            {
                throw RestFaults.Invalid($"The table has no schema {id}.", item.Place);
            }

            builder.AddSnapshot(snapshot);
            Added.Add(snapshot);
        }

        private void SetReference(RestValue item)
        {
            var (name, type) = (item.Need("ref-name").Text(), item.Need("type"));
            if (type.Text() is not (SnapshotReference.Branch or SnapshotReference.Tag))
            {
                throw type.Wrong("branch or tag");
            }

            if (name.Length == 0)
            {
                throw RestFaults.Invalid("A branch or tag needs a name.", item.Place);
            }

            builder.SetReference(name, new SnapshotReference
            {
                SnapshotId = item.Need("snapshot-id").Long(),
                Type = type.Text(),
                MinSnapshotsToKeep = Positive(item.Find("min-snapshots-to-keep"), value => value.Int()),
                MaxSnapshotAgeMs = Positive(item.Find("max-snapshot-age-ms"), value => value.Long()),
                MaxRefAgeMs = Positive(item.Find("max-ref-age-ms"), value => value.Long()),
            });
        }

        private void SetLocation(RestValue location)
        {
            ClientPlace.Check(place, location.Text(), "The location");
            builder.SetLocation(location.Text().TrimEnd('/'));
        }

        private void SetProperties(Dictionary<string, string> properties)
        {
            ClientPlace.Check(place, properties);
            if (properties.Remove(RestFormat.Property, out var version))
            {
                builder.UpgradeFormat(RestFormat.Read(version));
            }

            builder.SetProperties(properties);
        }

        private void SetStatistics(StatisticsKind kind, RestValue statistics)
        {
            ClientPlace.Check(place, statistics.Need("statistics-path").Text(), "The statistics file");
            statistics.Need("file-size-in-bytes").Long();
            builder.SetStatistics(kind, statistics.Need("snapshot-id").Long(), statistics.Json);
        }

        private IcebergSchema NewestSchema() =>
            builder.Current.Schemas.Count == 0
                ? throw RestFaults.Invalid("A table needs a schema before what is made of its columns.")
                : schema is { } id ? builder.Current.SchemaById(id) : builder.Current.CurrentSchema;

        private static T? Positive<T>(RestValue? value, Func<RestValue, T> read)
            where T : struct, IComparable<T> =>
            value is null ? null : read(value) is var number && number.CompareTo(default) > 0 ? number : throw value.Wrong("a number above 0");

        private static int Chosen(RestValue asked, int? last, IEnumerable<int> known, string what) => asked.Int() switch
        {
            LastAdded => last ?? throw RestFaults.Invalid($"No {what} was added before.", asked.Place),
            var id when known.Contains(id) => id,
            var id => throw RestFaults.Invalid($"The table has no {what} {id}.", asked.Place),
        };
    }
}
