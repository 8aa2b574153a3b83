using System.Text.Json;
using System.Text.Json.Serialization;
using Talentys.Lake.Types;

namespace Talentys.Lake.Metadata;

/// <summary>Schemas inside the metadata.</summary>
internal sealed class SchemaConverter : JsonConverter<IcebergSchema>
{
    /// <inheritdoc/>
    public override IcebergSchema Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return IcebergTypeJson.ReadSchema(document.RootElement);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IcebergSchema value, JsonSerializerOptions options) =>
        IcebergTypeJson.Write(value).WriteTo(writer, options);
}
