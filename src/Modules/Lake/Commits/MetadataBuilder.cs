using System.Text.Json;
using Talentys.Kernel;
using Talentys.Lake.Metadata;
using Talentys.Lake.Partitions;
using Talentys.Lake.Types;

namespace Talentys.Lake.Commits;

/// <summary>
/// Changes a table's metadata in the steps that the spec has: those of our own commits and those that clients of the REST
/// catalog ask for are the same.
/// </summary>
internal sealed class MetadataBuilder
{
    // spec: partition field ids begin at 1000
    private const int NoPartitionId = PartitionSpec.FirstFieldId - 1;

    private readonly TableMetadata? before;
    private readonly HashSet<long> added = [];
    private readonly List<SnapshotLogEntry> log = [];

    /// <summary>Begins with the metadata of a table.</summary>
    public MetadataBuilder(TableMetadata metadata) => Current = before = metadata;

    private MetadataBuilder(TableMetadata empty, TableMetadata? before) => (Current, this.before) = (empty, before);

    /// <summary>The metadata after the steps so far.</summary>
    public TableMetadata Current { get; private set; }

    /// <summary>Begins with a table without columns.</summary>
    /// <param name="location">Its folder.</param>
    /// <param name="properties">Properties from the start.</param>
    public static MetadataBuilder New(string location, IReadOnlyDictionary<string, string> properties) => new(
        new TableMetadata
        {
            FormatVersion = TableMetadata.SupportedFormat,
            TableUuid = Guid.NewGuid().ToString(),
            Location = location,
            LastSequenceNumber = 0,
            LastUpdatedMs = 0,
            LastColumnId = 0,
            Schemas = [],
            CurrentSchemaId = -1,
            PartitionSpecs = [PartitionSpec.None],
            DefaultSpecId = 0,
            LastPartitionId = NoPartitionId,
            SortOrders = [SortOrder.None],
            DefaultSortOrderId = 0,
            Properties = new Dictionary<string, string>(properties),
        },
        null);

    /// <summary>Begins with a table that has nothing yet, not even the spec without partitions: its first spec is the one that a client names.</summary>
    /// <param name="location">Its folder.</param>
    public static MetadataBuilder Empty(string location)
    {
        var empty = New(location, new Dictionary<string, string>());
        empty.Current = empty.Current with { PartitionSpecs = [] };
        return empty;
    }

    /// <summary>Whether the table was not there before.</summary>
    public bool IsNew => before is null;

    /// <summary>Takes an identity other than the one it got.</summary>
    public void AssignUuid(string uuid) => Current = Current with { TableUuid = uuid };

    /// <summary>Moves the folder for new files.</summary>
    public void SetLocation(string location) => Current = Current with { Location = location };

    /// <summary>Raises the version of the format.</summary>
    public void UpgradeFormat(int version) => Current = version >= Current.FormatVersion
        ? Current with { FormatVersion = version }
        : throw Refused($"The table is in version {Current.FormatVersion} of the format, which never becomes {version} again.");

    /// <summary>Adds a schema, or finds one with the same columns.</summary>
    /// <returns>Its number.</returns>
    /// <exception cref="FaultException"><c>lake.schema_conflict</c>: a field id would mean another column than before.</exception>
    public int AddSchema(IcebergSchema schema)
    {
        var known = Current.Schemas.FirstOrDefault(other =>
            other.SameColumns(schema) && (other.IdentifierFieldIds ?? []).SequenceEqual(schema.IdentifierFieldIds ?? []));
        if (known is not null)
        {
            return known.SchemaId;
        }

        FieldIdCheck.Ensure(schema, Current.Schemas);
        var id = Current.Schemas.Count == 0 ? 0 : Current.Schemas.Max(other => other.SchemaId) + 1;
        Current = Current with
        {
            Schemas = [.. Current.Schemas, schema with { SchemaId = id }],
            LastColumnId = Math.Max(Current.LastColumnId, schema.HighestId),
        };
        return id;
    }

    /// <summary>Field ids up to this one are taken, by columns that are gone too.</summary>
    public void TakeColumnIds(int highest) => Current = Current with { LastColumnId = Math.Max(Current.LastColumnId, highest) };

    /// <summary>Chooses the schema of the table; the mapping of names for files without ids follows it.</summary>
    public void SetCurrentSchema(int id)
    {
        var schema = Current.SchemaById(id);
        Current = Current with
        {
            CurrentSchemaId = id,
            Properties = new Dictionary<string, string>(Current.Properties) { [NameMapping.Property] = NameMapping.Of(schema) },
        };
    }

    /// <summary>Adds a partition spec, or finds an equal one. Fields keep the id that the same column and transform ever had.</summary>
    /// <returns>Its number.</returns>
    public int AddSpec(IReadOnlyList<PartitionField> fields)
    {
        var ids = Current.PartitionSpecs.SelectMany(spec => spec.Fields)
            .GroupBy(field => (field.SourceId, field.Transform)).ToDictionary(group => group.Key, group => group.First().FieldId);
        var last = Current.LastPartitionId;
        var numbered = fields.Select(field => field with
        {
            FieldId = field.FieldId > 0 ? field.FieldId : ids.TryGetValue((field.SourceId, field.Transform), out var id) ? id : ++last,
        }).ToList();
        if (Current.PartitionSpecs.FirstOrDefault(spec => spec.Fields.SequenceEqual(numbered)) is { } known)
        {
            return known.SpecId;
        }

        var spec = new PartitionSpec(Current.PartitionSpecs.Select(other => other.SpecId).DefaultIfEmpty(-1).Max() + 1, numbered);
        Current = Current with
        {
            PartitionSpecs = [.. Current.PartitionSpecs, spec],
            LastPartitionId = Math.Max(last, numbered.Select(field => field.FieldId).DefaultIfEmpty(NoPartitionId).Max()),
        };
        return spec.SpecId;
    }

    /// <summary>Chooses the partition spec of new files.</summary>
    public void SetDefaultSpec(int id) => Current = Current with { DefaultSpecId = Current.SpecById(id).SpecId };

    /// <summary>Adds a sort order, or finds an equal one.</summary>
    /// <returns>Its number.</returns>
    public int AddSortOrder(IReadOnlyList<SortField> fields)
    {
        if (Current.SortOrders.FirstOrDefault(order => order.Fields.SequenceEqual(fields)) is { } known)
        {
            return known.OrderId;
        }

        // spec: 0 is no order
        var order = new SortOrder(fields.Count == 0 ? 0 : Math.Max(0, Current.SortOrders.Select(other => other.OrderId).DefaultIfEmpty(0).Max()) + 1, fields);
        Current = Current with { SortOrders = [.. Current.SortOrders, order] };
        return order.OrderId;
    }

    /// <summary>Chooses the sort order of new files.</summary>
    public void SetDefaultSortOrder(int id) => Current = Current with
    {
        DefaultSortOrderId = Current.SortOrders.Any(order => order.OrderId == id)
            ? id
            : throw Refused($"There is no sort order {id}."),
    };

    /// <summary>Adds a snapshot; nobody reads it before a reference names it.</summary>
    public void AddSnapshot(Snapshot snapshot)
    {
        if (Current.Snapshots.Any(other => other.SnapshotId == snapshot.SnapshotId))
        {
            throw Refused($"There is a snapshot {snapshot.SnapshotId} already.");
        }

        if (Current.FormatVersion > 1 && snapshot.SequenceNumber <= Current.LastSequenceNumber && snapshot.ParentSnapshotId is not null)
        {
            throw Refused($"The sequence number {snapshot.SequenceNumber} is not above the table's, {Current.LastSequenceNumber}.");
        }

        added.Add(snapshot.SnapshotId);
        Current = Current with
        {
            Snapshots = [.. Current.Snapshots, snapshot],
            LastSequenceNumber = Math.Max(Current.LastSequenceNumber, snapshot.SequenceNumber),
            LastUpdatedMs = Math.Max(Current.LastUpdatedMs, snapshot.TimestampMs),
        };
    }

    /// <summary>Points a branch or tag at a snapshot.</summary>
    public void SetReference(string name, SnapshotReference reference)
    {
        var snapshot = Current.Snapshots.FirstOrDefault(one => one.SnapshotId == reference.SnapshotId)
            ?? throw Refused($"There is no snapshot {reference.SnapshotId} for {name}.");
        if (name == SnapshotReference.Main && reference.Type != SnapshotReference.Branch)
        {
            throw Refused("main is a branch and cannot become a tag.");
        }

        var moved = !Current.Refs.TryGetValue(name, out var old) || old.SnapshotId != reference.SnapshotId;
        Current = Current with { Refs = new Dictionary<string, SnapshotReference>(Current.Refs) { [name] = reference } };
        if (name == SnapshotReference.Main && moved)
        {
            Current = Current with { CurrentSnapshotId = snapshot.SnapshotId };
            log.Add(new SnapshotLogEntry(added.Contains(snapshot.SnapshotId) ? snapshot.TimestampMs : 0, snapshot.SnapshotId));
        }
    }

    /// <summary>Forgets a branch or tag.</summary>
    public void RemoveReference(string name)
    {
        var refs = new Dictionary<string, SnapshotReference>(Current.Refs);
        refs.Remove(name);
        Current = Current with { Refs = refs, CurrentSnapshotId = name == SnapshotReference.Main ? null : Current.CurrentSnapshotId };
    }

    /// <summary>Forgets snapshots, references to them, and the history up to them: readers may not take it for whole (spec).</summary>
    public void RemoveSnapshots(IReadOnlySet<long> ids)
    {
        var last = Current.SnapshotLog.Select(entry => entry.SnapshotId).ToList().FindLastIndex(ids.Contains);
        Current = Current with
        {
            Snapshots = [.. Current.Snapshots.Where(snapshot => !ids.Contains(snapshot.SnapshotId))],
            SnapshotLog = [.. Current.SnapshotLog.Skip(last + 1)],
            Refs = Current.Refs.Where(pair => !ids.Contains(pair.Value.SnapshotId)).ToDictionary(),
            CurrentSnapshotId = Current.CurrentSnapshotId is { } current && ids.Contains(current) ? null : Current.CurrentSnapshotId,
        };
        foreach (var kind in Enum.GetValues<StatisticsKind>())
        {
            KeepStatistics(kind, file => !ids.Contains(file.SnapshotId));
        }
    }

    /// <summary>Names the statistics file of a snapshot, in place of one that was named before.</summary>
    /// <param name="kind">Of the table or of its partitions.</param>
    /// <param name="snapshotId">The snapshot.</param>
    /// <param name="file">The file as the spec has it.</param>
    public void SetStatistics(StatisticsKind kind, long snapshotId, JsonElement file) =>
        KeepStatistics(kind, other => other.SnapshotId != snapshotId, file);

    /// <summary>Forgets the statistics file of a snapshot.</summary>
    public void RemoveStatistics(StatisticsKind kind, long snapshotId) => KeepStatistics(kind, file => file.SnapshotId != snapshotId);

    /// <summary>Forgets partition specs that no file has.</summary>
    public void RemoveSpecs(IReadOnlySet<int> ids) => Current = ids.Contains(Current.DefaultSpecId)
        ? throw Refused($"The partition spec {Current.DefaultSpecId} is that of new files and stays.")
        : Current with { PartitionSpecs = [.. Current.PartitionSpecs.Where(spec => !ids.Contains(spec.SpecId))] };

    /// <summary>Forgets schemas that no snapshot has.</summary>
    public void RemoveSchemas(IReadOnlySet<int> ids) => Current = ids.Contains(Current.CurrentSchemaId)
        ? throw Refused($"The schema {Current.CurrentSchemaId} is the table's and stays.")
        : Current with { Schemas = [.. Current.Schemas.Where(schema => !ids.Contains(schema.SchemaId))] };

    /// <summary>Sets properties.</summary>
    public void SetProperties(IEnumerable<KeyValuePair<string, string>> properties)
    {
        var all = new Dictionary<string, string>(Current.Properties);
        foreach (var (key, value) in properties)
        {
            all[key] = value;
        }

        Current = Current with { Properties = all };
    }

    /// <summary>Forgets properties.</summary>
    public void RemoveProperties(IEnumerable<string> keys)
    {
        var all = new Dictionary<string, string>(Current.Properties);
        foreach (var key in keys)
        {
            all.Remove(key);
        }

        Current = Current with { Properties = all };
    }

    /// <summary>The metadata to publish.</summary>
    /// <param name="nowMs">Milliseconds since 1970.</param>
    /// <param name="previousFile">Location of the metadata before; null for a new table.</param>
    /// <param name="filesKept">Earlier metadata files that stay in the log.</param>
    public TableMetadata Build(long nowMs, string? previousFile, int filesKept)
    {
        var now = Math.Max(nowMs, Current.LastUpdatedMs);
        return Current with
        {
            FormatVersion = Math.Max(Current.FormatVersion, TableMetadata.SupportedFormat),
            LastUpdatedMs = now,
            PartitionSpecs = Current.PartitionSpecs.Count == 0 ? [PartitionSpec.None] : Current.PartitionSpecs,
            SnapshotLog = [.. Current.SnapshotLog, .. log.Select(entry => entry.TimestampMs == 0 ? entry with { TimestampMs = now } : entry)],
            MetadataLog = before is null || previousFile is null
                ? Current.MetadataLog
                : [.. Current.MetadataLog.Append(new MetadataLogEntry(before.LastUpdatedMs, previousFile)).TakeLast(filesKept)],
        };
    }

    // other engines' statistics are carried, not read
    private void KeepStatistics(StatisticsKind kind, Func<(long SnapshotId, JsonElement Json), bool> keeps, JsonElement? added = null)
    {
        var name = kind == StatisticsKind.Table ? "statistics" : "partition-statistics";
        var unknown = new Dictionary<string, JsonElement>(Current.Unknown ?? []);
        var files = unknown.TryGetValue(name, out var known) && known.ValueKind == JsonValueKind.Array ? known.EnumerateArray().ToList() : [];
        var kept = files.Where(file => !file.TryGetProperty("snapshot-id", out var id) || keeps((id.GetInt64(), file))).ToList();
        if (added is { } file)
        {
            kept.Add(file);
        }

        if (kept.Count != files.Count || added is not null)
        {
            unknown[name] = JsonSerializer.SerializeToElement(kept);
            Current = Current with { Unknown = unknown };
        }
    }

    private static FaultException Refused(string message) =>
        new(Fault.Invalid("lake.change_refused", message, null, "Load the table again and make the change for what it is now."));
}

/// <summary>Of what other engines keep statistics in files of their own.</summary>
internal enum StatisticsKind
{
    /// <summary>Of the columns of a snapshot.</summary>
    Table,

    /// <summary>Of the partitions of a snapshot.</summary>
    Partition,
}
