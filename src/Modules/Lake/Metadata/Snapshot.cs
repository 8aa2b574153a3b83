using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Talentys.Lake.Metadata;

/// <summary>One version of a table's content (spec, "Snapshots").</summary>
internal sealed record Snapshot
{
    public required long SnapshotId { get; init; }

    public long? ParentSnapshotId { get; init; }

    public required long SequenceNumber { get; init; }

    public required long TimestampMs { get; init; }

    public required string ManifestList { get; init; }

    public required IReadOnlyDictionary<string, string> Summary { get; init; }

    public int? SchemaId { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; init; }

    /// <summary>A number of the summary; 0 when it is missing.</summary>
    public long Total(string key) =>
        Summary.TryGetValue(key, out var text) && long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : 0;
}

/// <summary>When a snapshot became the current one.</summary>
internal sealed record SnapshotLogEntry(long TimestampMs, long SnapshotId);

/// <summary>An earlier metadata file.</summary>
internal sealed record MetadataLogEntry(long TimestampMs, string MetadataFile);

/// <summary>A branch or tag.</summary>
internal sealed record SnapshotReference
{
    public required long SnapshotId { get; init; }

    public required string Type { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; init; }
}
