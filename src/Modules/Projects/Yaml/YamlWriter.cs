using System.Text;
using System.Text.Json;

namespace Talentys.Projects.Yaml;

/// <summary>
/// Writes JSON as YAML that people like to read: keys in the order given, quotes only where they are needed, texts of several
/// lines as blocks, short lists on one line. <see cref="YamlReader"/> reads the same JSON from it.
/// </summary>
internal static class YamlWriter
{
    private const int LongestLine = 100;
    private const string Step = "  ";

    /// <summary>A document of an object.</summary>
    internal static string Document(JsonElement content)
    {
        var text = new StringBuilder();
        foreach (var property in content.EnumerateObject())
        {
            Entry(text, property.Name, property.Value, "");
        }

        return text.Length == 0 ? "{}\n" : text.ToString();
    }

    /// <summary>A key and its value, on lines of their own.</summary>
    internal static void Entry(StringBuilder text, string key, JsonElement value, string indent)
    {
        text.Append(indent).Append(YamlScalars.Key(key)).Append(':');
        Value(text, value, indent);
    }

    /// <summary>A scalar on one line; null for what takes more.</summary>
    internal static string? Scalar(JsonElement value, bool flow) => value.ValueKind switch
    {
        JsonValueKind.String => YamlScalars.Line(value.GetString()!, flow),
        JsonValueKind.Object or JsonValueKind.Array => null,
        _ => value.GetRawText(),
    };

    private static void Value(StringBuilder text, JsonElement value, string indent)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when value.EnumerateObject().Any():
                text.Append('\n');
                foreach (var property in value.EnumerateObject())
                {
                    Entry(text, property.Name, property.Value, indent + Step);
                }

                break;
            case JsonValueKind.Object:
                text.Append(" {}\n");
                break;
            case JsonValueKind.Array when Short(value, LongestLine - indent.Length) is { } line:
                text.Append(' ').Append(line).Append('\n');
                break;
            case JsonValueKind.Array:
                text.Append('\n');
                foreach (var item in value.EnumerateArray())
                {
                    Item(text, item, indent + Step);
                }

                break;
            case JsonValueKind.String when YamlScalars.IsBlock(value.GetString()!):
                text.Append(' ').Append(YamlScalars.Block(value.GetString()!, indent + Step)).Append('\n');
                break;
            default:
                text.Append(' ').Append(Scalar(value, flow: false)).Append('\n');
                break;
        }
    }

    private static void Item(StringBuilder text, JsonElement item, string indent)
    {
        text.Append(indent).Append('-');
        if (item.ValueKind == JsonValueKind.Object && item.EnumerateObject().Any())
        {
            // the first key stands beside the sign
            var entries = new StringBuilder();
            foreach (var property in item.EnumerateObject())
            {
                Entry(entries, property.Name, property.Value, indent + Step);
            }

            text.Append(' ').Append(entries.ToString().AsSpan(indent.Length + Step.Length));
            return;
        }

        Value(text, item, indent);
    }

    /// <summary>A list in brackets when its items are simple and it fits the line; null otherwise.</summary>
    private static string? Short(JsonElement list, int length)
    {
        var items = list.EnumerateArray().Select(item => Scalar(item, flow: true)).ToList();
        var line = items.TrueForAll(item => item is not null) ? $"[{string.Join(", ", items)}]" : null;
        return line?.Length <= length ? line : null;
    }
}
