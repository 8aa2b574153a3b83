using System.Globalization;
using System.Text.Json;
using Talentys.Kernel;
using Talentys.Projects.Validation;
using Talentys.Projects.Yaml;

namespace Talentys.Projects.Drafts;

/// <summary>
/// Makes nodes of JSON. Each node and each key has a line of its own, counted in the order in which they are read, so that
/// the place of a fault leads back to a field. The same JSON always gives the same lines.
/// </summary>
internal sealed class JsonNodes
{
    private const int LongestKey = 500;
    private readonly List<Fault> faults = [];
    private readonly List<string> fields = [];

    /// <summary>What cannot be written into a file: texts that are none, keys that are there twice.</summary>
    internal IReadOnlyList<Fault> Faults => faults;

    /// <summary>The nodes, or null when the JSON is no object.</summary>
    internal ResourceNode.Mapping? Read(JsonElement content)
    {
        if (content.ValueKind != JsonValueKind.Object)
        {
            faults.Add(Fault.Invalid("projects.not_a_mapping", "The content does not hold keys and values.", "content", "Send an object."));
            return null;
        }

        return (ResourceNode.Mapping)Node(content, "", 1);
    }

    /// <summary>The fault with the field for its place.</summary>
    internal Fault ByField(ResourceDocument document, Fault fault)
    {
        var prefix = document.Path + ":";
        if (fault.Place?.StartsWith(prefix, StringComparison.Ordinal) != true
            || !int.TryParse(fault.Place[prefix.Length..].Split(':')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var line)
            || line < 1 || line > fields.Count)
        {
            return fault.Place == document.Path ? fault with { Place = "content" } : fault;
        }

        var field = fields[line - 1];
        var place = MissingKey.Of(fault) is { } missing ? Child(field, missing) : field;
        return fault with { Place = place.Length == 0 ? "content" : place };
    }

    private ResourceNode Node(JsonElement value, string field, int depth)
    {
        var line = Next(field);
        if (depth > YamlLimits.Depth)
        {
            faults.Add(Fault.Invalid("projects.too_deep", $"The values are nested deeper than {YamlLimits.Depth} levels.", field));
            return new ResourceNode.Scalar(null, false, line, 1);
        }

        return value.ValueKind switch
        {
            JsonValueKind.Object => new ResourceNode.Mapping(Entries(value, field, depth), line, 1),
            JsonValueKind.Array => new ResourceNode.Sequence(
                [.. value.EnumerateArray().Select((item, index) => Node(item, string.Create(CultureInfo.InvariantCulture, $"{field}[{index}]"), depth + 1))], line, 1),
            JsonValueKind.String => new ResourceNode.Scalar(Text(() => value.GetString()!, field), true, line, 1),
            JsonValueKind.True => new ResourceNode.Scalar("true", false, line, 1),
            JsonValueKind.False => new ResourceNode.Scalar("false", false, line, 1),
            JsonValueKind.Number => new ResourceNode.Scalar(value.GetRawText(), false, line, 1),
            _ => new ResourceNode.Scalar(null, false, line, 1),
        };
    }

    private List<ResourceNode.Entry> Entries(JsonElement value, string field, int depth)
    {
        List<ResourceNode.Entry> entries = [];
        HashSet<string> keys = new(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            var name = Text(() => property.Name, field);
            var child = Child(field, name);
            if (!keys.Add(name))
            {
                faults.Add(Fault.Invalid("projects.duplicate_key", $"The key '{name}' is there twice.", child, "Keep one of them."));
            }
            else if (name.Length > LongestKey)
            {
                faults.Add(Fault.Invalid("projects.key_too_long", $"The key is longer than {LongestKey} letters.", field, "Write a shorter one."));
            }

            entries.Add(new ResourceNode.Entry(new ResourceNode.Scalar(name, true, Next(child), 1), Node(property.Value, child, depth + 1)));
        }

        return entries;
    }

    // halves of surrogate pairs are in JSON's grammar, but no text
    private string Text(Func<string> read, string field)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            faults.Add(Fault.Invalid("projects.not_utf8", "This is no Unicode text.", field.Length == 0 ? "content" : field, "Write it anew."));
            return "";
        }
    }

    private static string Child(string field, string key)
    {
        var plain = key.Length > 0 && !key.AsSpan().ContainsAny(".[]\"");
        return plain ? field.Length == 0 ? key : $"{field}.{key}" : $"{field}[\"{key.Replace("\"", "\\\"", StringComparison.Ordinal)}\"]";
    }

    private int Next(string field)
    {
        fields.Add(field);
        return fields.Count;
    }
}
