using System.Text.Json;
using System.Text.Json.Serialization;

namespace Talentys.Lake.Metadata;

/// <summary>
/// Numbers of 64 bits. Some writers give ids without a sign: they are the same 64 bits. Larger ones are refused.
/// </summary>
internal sealed class LongConverter : JsonConverter<long>
{
    /// <inheritdoc/>
    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType != JsonTokenType.Number ? throw new JsonException("A number was expected.")
        : reader.TryGetInt64(out var signed) ? signed
        : reader.TryGetUInt64(out var unsigned) ? unchecked((long)unsigned)
        : throw new JsonException("A number has more than 64 bits, or is not whole.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}
