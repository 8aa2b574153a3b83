using System.Text.Json;
using System.Text.Json.Serialization;
using Talentys.Lake.Partitions;

namespace Talentys.Lake.Metadata;

/// <summary>Parts of sort orders inside the metadata, whose directions are words.</summary>
internal sealed class SortFieldConverter : JsonConverter<SortField>
{
    /// <inheritdoc/>
    public override SortField Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var json = document.RootElement;
        return new SortField(
            json.GetProperty("source-id").GetInt32(),
            Transform.Parse(json.GetProperty("transform").GetString()!),
            json.GetProperty("direction").GetString() == "desc",
            json.GetProperty("null-order").GetString() == "nulls-first");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, SortField value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("transform", value.Transform.ToString());
        writer.WriteNumber("source-id", value.SourceId);
        writer.WriteString("direction", value.Descending ? "desc" : "asc");
        writer.WriteString("null-order", value.NullsFirst ? "nulls-first" : "nulls-last");
        writer.WriteEndObject();
    }
}
