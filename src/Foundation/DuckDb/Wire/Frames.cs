using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Talentys.DuckDb.Wire;

/// <summary>Control messages: four bytes of length, little endian, then JSON in UTF-8.</summary>
internal static class Frames
{
    /// <summary>Longest message; a statement with tens of thousands of files in its views is a few MB.</summary>
    private const int Longest = 256 * 1024 * 1024;

    public static async Task WriteAsync<T>(Stream stream, T message, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(message, type);
        var frame = new byte[4 + json.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, json.Length);
        json.CopyTo(frame, 4);
        await stream.WriteAsync(frame, cancellationToken);
    }

    /// <exception cref="EndOfStreamException">The other side is gone.</exception>
    public static async Task<T> ReadAsync<T>(Stream stream, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var head = new byte[4];
        await stream.ReadExactlyAsync(head, cancellationToken);
        var length = BinaryPrimitives.ReadInt32LittleEndian(head);
        if (length is < 0 or > Longest)
        {
            throw new InvalidDataException($"A message of {length} bytes was announced.");
        }

        var json = new byte[length];
        await stream.ReadExactlyAsync(json, cancellationToken);
        return JsonSerializer.Deserialize(json, type) ?? throw new InvalidDataException("An empty message was sent.");
    }
}
