using System.Text.Json;
using System.Text.Json.Serialization;
using Talentys.Lake.Partitions;

namespace Talentys.Lake.Metadata;

/// <summary>Transforms inside the metadata.</summary>
internal sealed class TransformConverter : JsonConverter<Transform>
{
    /// <inheritdoc/>
    public override Transform Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Transform.Parse(reader.GetString() ?? throw new JsonException("A transform has no name."));

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Transform value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
