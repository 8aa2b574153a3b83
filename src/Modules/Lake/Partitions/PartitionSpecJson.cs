using System.Text.Json;
using System.Text.Json.Nodes;

namespace Talentys.Lake.Partitions;

/// <summary>Partition specs as JSON (spec, appendix C).</summary>
internal static class PartitionSpecJson
{
    /// <summary>The fields of a spec, as the header of a manifest has them.</summary>
    public static JsonArray WriteFields(PartitionSpec spec) => new([.. spec.Fields.Select(field => (JsonNode)new JsonObject
    {
        ["name"] = field.Name,
        ["transform"] = field.Transform.ToString(),
        ["source-id"] = field.SourceId,
        ["field-id"] = field.FieldId,
    })]);

    /// <summary>Reads the fields of a spec: the list of them, or the whole spec. Version 1 leaves out ids, which count from 1000 then.</summary>
    /// <exception cref="InvalidDataException">It is no list of fields.</exception>
    public static IReadOnlyList<PartitionField> ReadFields(JsonElement json)
    {
        try
        {
            var list = json.ValueKind == JsonValueKind.Object ? json.GetProperty("fields") : json;
            return [.. list.EnumerateArray().Select((field, position) => new PartitionField(
                Source(field),
                field.TryGetProperty("field-id", out var id) ? id.GetInt32() : PartitionSpec.FirstFieldId + position,
                Text(field, "name"),
                Transform.Parse(Text(field, "transform"))))];
        }
        catch (Exception broken) when (broken is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"A partition spec is broken: {broken.Message}", broken);
        }
    }

    // later versions name several sources; a transform of one source is the same in all
    private static int Source(JsonElement field) => field.TryGetProperty("source-id", out var one)
        ? one.GetInt32()
        : field.GetProperty("source-ids") is { ValueKind: JsonValueKind.Array } several && several.GetArrayLength() > 0
            ? several[0].GetInt32()
            : throw new InvalidDataException("A partition field has no source.");

    private static string Text(JsonElement field, string name) =>
        field.GetProperty(name).GetString() ?? throw new InvalidDataException($"A partition field has no {name}.");
}
