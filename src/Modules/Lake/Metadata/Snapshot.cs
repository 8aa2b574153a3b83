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

    /// <summary>Where the list of its manifests is; empty in a snapshot of version 1 that names them itself.</summary>
    public required string ManifestList { get; init; }

    /// <summary>Its manifests, where it names them itself (version 1).</summary>
    public IReadOnlyList<string>? Manifests { get; init; }

    public required IReadOnlyDictionary<string, string> Summary { get; init; }

    public int? SchemaId { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; init; }

    /// <summary>A number of the summary; 0 when it is missing.</summary>
    public long Total(string key) =>
        Summary.TryGetValue(key, out var text) && long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : 0;
}

/// <summary>When a snapshot became the current one.</summary>
internal sealed record SnapshotLogEntry(long TimestampMs, long SnapshotId)
{
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; init; }
}

/// <summary>An earlier metadata file.</summary>
internal sealed record MetadataLogEntry(long TimestampMs, string MetadataFile)
{
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; init; }
}

/// <summary>A branch or tag.</summary>
internal sealed record SnapshotReference
{
    /// <summary>The branch that readers and writers take when they name none.</summary>
    public const string Main = "main";

    /// <summary>Type of a branch.</summary>
    public const string Branch = "branch";

    /// <summary>Type of a tag.</summary>
    public const string Tag = "tag";

    public required long SnapshotId { get; init; }

    /// <summary>Whether it moves (<see cref="Branch"/>) or not (<see cref="Tag"/>).</summary>
    public required string Type { get; init; }

    /// <summary>Versions of a branch that expiry leaves, whatever their age; null is the table's.</summary>
    public int? MinSnapshotsToKeep { get; init; }

    /// <summary>Age of versions of a branch up to which expiry leaves them, in milliseconds; null is the table's.</summary>
    public long? MaxSnapshotAgeMs { get; init; }

    /// <summary>Age at which the reference itself goes, in milliseconds; null is the table's.</summary>
    public long? MaxRefAgeMs { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; init; }
}
