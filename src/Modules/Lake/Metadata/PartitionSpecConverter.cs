using System.Text.Json;
using System.Text.Json.Serialization;
using Talentys.Lake.Partitions;

namespace Talentys.Lake.Metadata;

/// <summary>Partition specs inside the metadata.</summary>
internal sealed class PartitionSpecConverter : JsonConverter<PartitionSpec>
{
    /// <inheritdoc/>
    public override PartitionSpec Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var json = document.RootElement;
        return new PartitionSpec(json.TryGetProperty("spec-id", out var id) ? id.GetInt32() : 0, PartitionSpecJson.ReadFields(json));
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, PartitionSpec value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteNumber("spec-id", value.SpecId);
        writer.WritePropertyName("fields");
        PartitionSpecJson.WriteFields(value).WriteTo(writer, options);
        writer.WriteEndObject();
    }
}
