using System.Text.Json;
using Talentys.Lake.Metadata;

namespace Talentys.Lake.MetadataTables;

/// <summary>Rows that the table's metadata alone tells.</summary>
internal static class TableRows
{
    /// <summary>Versions up to one, oldest first.</summary>
    public static IEnumerable<Action<Utf8JsonWriter>> Snapshots(TableMetadata metadata, Snapshot? until) => UpTo(metadata, until).Select(snapshot => (Action<Utf8JsonWriter>)(row =>
    {
        row.WriteNumber("version", metadata.NumberOf(snapshot));
        row.WriteNumber("committed_at", Micros(snapshot.TimestampMs));
        row.WriteNumber("snapshot_id", snapshot.SnapshotId);
        Number(row, "parent_id", snapshot.ParentSnapshotId);
        row.WriteString("operation", snapshot.Summary.GetValueOrDefault("operation"));
        row.WriteString("manifest_list", snapshot.ManifestList);
        row.WriteStartObject("summary");
        foreach (var (key, value) in snapshot.Summary)
        {
            row.WriteString(key, value);
        }

        row.WriteEndObject();
    }));

    /// <summary>What was current when, up to a version.</summary>
    public static IEnumerable<Action<Utf8JsonWriter>> History(TableMetadata metadata, Snapshot? until)
    {
        var byId = metadata.Snapshots.ToDictionary(snapshot => snapshot.SnapshotId);
        var ancestors = new HashSet<long>();
        for (var one = until; one is not null && ancestors.Add(one.SnapshotId);)
        {
            one = one.ParentSnapshotId is { } parent ? byId.GetValueOrDefault(parent) : null;
        }

        var last = until is null ? long.MaxValue : until.TimestampMs;
        return metadata.SnapshotLog.Where(entry => entry.TimestampMs <= last).Select(entry => (Action<Utf8JsonWriter>)(row =>
        {
            var snapshot = byId.GetValueOrDefault(entry.SnapshotId);
            row.WriteNumber("made_current_at", Micros(entry.TimestampMs));
            Number(row, "version", snapshot is null ? null : metadata.NumberOf(snapshot));
            row.WriteNumber("snapshot_id", entry.SnapshotId);
            Number(row, "parent_id", snapshot?.ParentSnapshotId);
            row.WriteBoolean("is_current_ancestor", ancestors.Contains(entry.SnapshotId));
        }));
    }

    /// <summary>Branches and tags, by name; main also where the metadata leaves it out.</summary>
    public static IEnumerable<Action<Utf8JsonWriter>> Refs(TableMetadata metadata)
    {
        var refs = metadata.Refs.ToDictionary();
        if (metadata.CurrentSnapshotId is { } current && metadata.CurrentSnapshot is not null)
        {
            refs.TryAdd(SnapshotReference.Main, new SnapshotReference { SnapshotId = current, Type = SnapshotReference.Branch });
        }

        return refs.OrderBy(reference => reference.Key, StringComparer.Ordinal).Select(reference => (Action<Utf8JsonWriter>)(row =>
        {
            var snapshot = metadata.Snapshots.FirstOrDefault(one => one.SnapshotId == reference.Value.SnapshotId);
            row.WriteString("name", reference.Key);
            row.WriteString("type", reference.Value.Type);
            Number(row, "version", snapshot is null ? null : metadata.NumberOf(snapshot));
            row.WriteNumber("snapshot_id", reference.Value.SnapshotId);
            Number(row, "max_reference_age_in_ms", reference.Value.MaxRefAgeMs);
            Number(row, "min_snapshots_to_keep", reference.Value.MinSnapshotsToKeep);
            Number(row, "max_snapshot_age_in_ms", reference.Value.MaxSnapshotAgeMs);
        }));
    }

    /// <summary>A number that may be missing.</summary>
    public static void Number(Utf8JsonWriter row, string name, long? value)
    {
        if (value is { } number)
        {
            row.WriteNumber(name, number);
        }
        else
        {
            row.WriteNull(name);
        }
    }

    /// <summary>A time as it travels.</summary>
    public static long Micros(long millis) => millis * 1000;

    private static IEnumerable<Snapshot> UpTo(TableMetadata metadata, Snapshot? until)
    {
        var last = until is null ? long.MaxValue : metadata.NumberOf(until);
        return metadata.Snapshots.Where(snapshot => metadata.NumberOf(snapshot) <= last).OrderBy(metadata.NumberOf);
    }
}
