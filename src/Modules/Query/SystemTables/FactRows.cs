using System.Buffers;
using System.Text.Json;

namespace Talentys.Query.SystemTables;

/// <summary>Rows of a fact on their way to the engine, as JSON: one array of objects.</summary>
internal sealed class FactRows(FactKind kind)
{
    private readonly ArrayBufferWriter<byte> buffer = new();

    /// <summary>What they are rows of.</summary>
    public FactKind Kind => kind;

    /// <summary>Adds a row: its values in the order of the columns.</summary>
    public void Add(params object?[] values)
    {
        buffer.Write(buffer.WrittenCount == 0 ? "["u8 : ","u8);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        for (var index = 0; index < values.Length; index++)
        {
            if (values[index] is { } value)
            {
                writer.WritePropertyName(kind.Columns[index].Name);
                Write(writer, value);
            }
        }

        writer.WriteEndObject();
    }

    /// <summary>All of them; nothing is added any more.</summary>
    public ReadOnlyMemory<byte> End()
    {
        buffer.Write(buffer.WrittenCount == 0 ? "[]"u8 : "]"u8);
        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case string text:
                writer.WriteStringValue(text);
                break;
            case char letter:
                writer.WriteStringValue(letter.ToString());
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case short number:
                writer.WriteNumberValue(number);
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case uint number:
                writer.WriteNumberValue(number);
                break;
            case double number:
                writer.WriteNumberValue(number);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case DateTimeOffset time:
                writer.WriteStringValue(time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss.ffffff'+00'", System.Globalization.CultureInfo.InvariantCulture));
                break;
            case System.Collections.IEnumerable list:
                writer.WriteStartArray();
                foreach (var one in list)
                {
                    Write(writer, one);
                }

                writer.WriteEndArray();
                break;
            default:
                throw new InvalidOperationException($"A fact holds a {value.GetType().Name}.");
        }
    }
}
