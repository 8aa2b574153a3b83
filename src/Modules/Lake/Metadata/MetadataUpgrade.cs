using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Talentys.Lake.Partitions;

namespace Talentys.Lake.Metadata;

/// <summary>Brings metadata of version 1, and of writers that leave out what may be left out, into the shape of version 2 (spec, appendix E).</summary>
internal static class MetadataUpgrade
{
    private const string CurrentSnapshot = "current-snapshot-id";

    /// <summary>Whether the metadata is not in that shape.</summary>
    public static bool Needed(JsonElement metadata) =>
        metadata.GetProperty("format-version").GetInt32() < TableMetadata.SupportedFormat
        || !metadata.TryGetProperty("refs", out _)
        || metadata.EnumerateObject().Any(member => member.Value.ValueKind == JsonValueKind.Null)
        || (metadata.TryGetProperty(CurrentSnapshot, out var current) && current is { ValueKind: JsonValueKind.Number } && current.TryGetInt64(out var id) && id == -1)
        || (metadata.TryGetProperty("snapshots", out var snapshots) && snapshots is { ValueKind: JsonValueKind.Array } && snapshots.EnumerateArray().Any(snapshot =>
            snapshot.ValueKind != JsonValueKind.Object || !snapshot.TryGetProperty("manifest-list", out _)
            || !snapshot.TryGetProperty("sequence-number", out var number) || number.ValueKind != JsonValueKind.Number || !number.TryGetInt64(out var order) || order == 0
            || snapshot.EnumerateObject().Any(member => member.Value.ValueKind == JsonValueKind.Null)));

    /// <summary>The metadata in that shape.</summary>
    public static JsonObject Of(JsonObject metadata)
    {
        DropNulls(metadata);
        if (metadata[CurrentSnapshot] is JsonValue current && current.TryGetValue<long>(out var id) && id == -1)
        {
            metadata.Remove(CurrentSnapshot);
        }

        var snapshots = metadata["snapshots"] as JsonArray ?? [];
        foreach (var snapshot in snapshots.OfType<JsonObject>())
        {
            DropNulls(snapshot);
            snapshot["sequence-number"] ??= 0L;
            snapshot["summary"] ??= new JsonObject { ["operation"] = "append" };
            snapshot["manifest-list"] ??= "";
        }

        if ((int)metadata["format-version"]! < TableMetadata.SupportedFormat)
        {
            Schemas(metadata);
            Specs(metadata);
            metadata["table-uuid"] ??= UuidOf((string?)metadata["location"] ?? "");
            metadata["last-sequence-number"] ??= 0L;
            metadata["sort-orders"] ??= new JsonArray(new JsonObject { ["order-id"] = 0, ["fields"] = new JsonArray() });
            metadata["default-sort-order-id"] ??= 0;
        }

        // versions without a sequence number are counted by their place: those that come after go on from there
        if (snapshots.OfType<JsonObject>().Any(snapshot => (long?)snapshot["sequence-number"] == 0) && (long?)metadata["last-sequence-number"] is { } last)
        {
            metadata["last-sequence-number"] = Math.Max(last, snapshots.Count);
        }

        References(metadata);
        return metadata;
    }

    private static void Schemas(JsonObject metadata)
    {
        if (metadata["schemas"] is null)
        {
            var schema = metadata["schema"]?.DeepClone().AsObject() ?? throw new JsonException("it has no schema.");
            schema["schema-id"] ??= 0;
            metadata["current-schema-id"] = schema["schema-id"]!.DeepClone();
            metadata["schemas"] = new JsonArray(schema);
        }

        metadata["current-schema-id"] ??= metadata["schema"]?["schema-id"]?.DeepClone() ?? 0;
        metadata.Remove("schema");
    }

    private static void Specs(JsonObject metadata)
    {
        if (metadata["partition-specs"] is null)
        {
            var fields = metadata["partition-spec"] ?? throw new JsonException("it has no partition spec.");
            metadata["partition-specs"] = new JsonArray(new JsonObject { ["spec-id"] = 0, ["fields"] = fields.DeepClone() });
        }

        metadata.Remove("partition-spec");
        var specs = metadata["partition-specs"]!.AsArray();
        metadata["default-spec-id"] ??= specs.Select(spec => (int?)spec?["spec-id"] ?? 0).DefaultIfEmpty(0).Max();

        // version 1 numbers the fields of each spec by their places
        metadata["last-partition-id"] ??= specs.SelectMany(spec => (spec?["fields"] as JsonArray ?? [])
            .Select((field, place) => (int?)field?["field-id"] ?? PartitionSpec.FirstFieldId + place)).DefaultIfEmpty(PartitionSpec.FirstFieldId - 1).Max();
    }

    /// <summary>The branch main is what the current snapshot says.</summary>
    private static void References(JsonObject metadata)
    {
        var refs = metadata["refs"] as JsonObject ?? [];
        metadata["refs"] ??= refs;
        if (metadata[CurrentSnapshot] is not { } current)
        {
            refs.Remove(SnapshotReference.Main);
        }
        else
        {
            var main = refs[SnapshotReference.Main] as JsonObject ?? new JsonObject { ["type"] = SnapshotReference.Branch };
            main["snapshot-id"] = current.DeepClone();
            refs.Remove(SnapshotReference.Main);
            refs[SnapshotReference.Main] = main;
        }
    }

    /// <summary>An identity that is the same each time the table is read.</summary>
    private static string UuidOf(string location) => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(location)).AsSpan(0, 16), bigEndian: true).ToString();

    private static void DropNulls(JsonObject json)
    {
        foreach (var name in json.Where(member => member.Value is null).Select(member => member.Key).ToList())
        {
            json.Remove(name);
        }
    }
}
