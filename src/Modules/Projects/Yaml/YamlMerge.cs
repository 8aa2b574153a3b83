using System.Text;
using System.Text.Json;
using Talentys.Kernel;

namespace Talentys.Projects.Yaml;

/// <summary>
/// Writes what a file is to say, keeping its comments and its form where that is simple. In a mapping of one key a line, the
/// lines of a key that says the same stay; within a line, values take the place of others; everything else is written anew.
/// What comes out is read again: where it does not say what it should, the whole file is written anew.
/// </summary>
internal sealed class YamlMerge
{
    private readonly string[] lines;
    private readonly List<string> merged = [];

    private YamlMerge(string old) => lines = old.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    /// <summary>A text that says the content.</summary>
    internal static string Of(string old, JsonElement content)
    {
        var (root, faults) = YamlReader.Read(old, "");
        if (root is null || faults.Count > 0 || root.Entries.Count == 0)
        {
            return YamlWriter.Document(content);
        }

        if (Says(root, content))
        {
            return old;
        }

        var merge = new YamlMerge(old);
        var text = merge.Whole(root, content);
        text = old.Contains("\r\n", StringComparison.Ordinal) ? text.ReplaceLineEndings("\r\n") : text;
        var (again, wrong) = YamlReader.Read(text, "");
        return again is not null && wrong.Count == 0 && Says(again, content) ? text : YamlWriter.Document(content);
    }

    private static bool Says(ResourceNode node, JsonElement content) => JsonElement.DeepEquals(ScalarForms.ToElement(node), content);

    private string Whole(ResourceNode.Mapping root, JsonElement content)
    {
        if (IsBlock(root))
        {
            merged.AddRange(lines[..(root.Entries[0].Key.Line - 1)]);
            Mapping(root, content, root.Entries[0].Key.Line - 1, lines.Length); // what heads the file is not the first key's
        }

        return string.Join('\n', merged) + "\n";
    }

    /// <param name="mapping">A mapping of one key a line.</param>
    /// <param name="content">What it is to say.</param>
    /// <param name="begin">Index of its first line.</param>
    /// <param name="end">Index of the line after it.</param>
    private void Mapping(ResourceNode.Mapping mapping, JsonElement content, int begin, int end)
    {
        var entries = mapping.Entries;
        var indent = new string(' ', entries[0].Key.Column - 1);
        foreach (var property in content.EnumerateObject())
        {
            var index = entries.ToList().FindIndex(entry => entry.Key.Text == property.Name);
            if (index < 0)
            {
                Anew(property, indent);
                continue;
            }

            var from = index == 0 ? begin : Start(entries[index].Key);
            var until = index + 1 < entries.Count ? Start(entries[index + 1].Key) : end;
            Entry(entries[index], property, from, until, indent);
        }
    }

    private void Entry(ResourceNode.Entry entry, JsonProperty property, int from, int until, string indent)
    {
        if (Says(entry.Value, property.Value))
        {
            merged.AddRange(lines[from..until]);
            return;
        }

        var line = entry.Key.Line - 1;
        merged.AddRange(lines[from..line]);
        if (entry.Value is ResourceNode.Mapping { Entries.Count: > 0 } below && IsBlock(below) && below.Entries[0].Key.Line > entry.Key.Line
            && property.Value.ValueKind == JsonValueKind.Object && property.Value.EnumerateObject().Any())
        {
            var begin = Math.Max(line + 1, Start(below.Entries[0].Key));
            merged.AddRange(lines[line..begin]);
            Mapping(below, property.Value, begin, until);
        }
        else if (InLine(entry.Value, property.Value, line) is { } changed)
        {
            merged.Add(changed);
            merged.AddRange(lines[(line + 1)..until]);
        }
        else
        {
            Anew(property, indent);
        }
    }

    private void Anew(JsonProperty property, string indent)
    {
        var text = new StringBuilder();
        YamlWriter.Entry(text, property.Name, property.Value, indent);
        merged.AddRange(text.ToString().TrimEnd('\n').Split('\n'));
    }

    /// <summary>The line of a key with other values in the same places; null where that is not possible.</summary>
    private string? InLine(ResourceNode old, JsonElement content, int line)
    {
        List<(int Column, int Length, string Text)> changes = [];
        if (!Changes(old, content, line, flow: old is not ResourceNode.Scalar, changes))
        {
            return null;
        }

        var text = lines[line];
        foreach (var (column, length, value) in changes.OrderByDescending(change => change.Column))
        {
            text = text[..column] + value + text[(column + length)..];
        }

        return text;
    }

    private bool Changes(ResourceNode old, JsonElement content, int line, bool flow, List<(int Column, int Length, string Text)> changes)
    {
        switch (old)
        {
            case ResourceNode.Scalar scalar when scalar.Line - 1 == line && YamlWriter.Scalar(content, flow) is { } value && !value.Contains('\n', StringComparison.Ordinal):
                if (Says(scalar, content))
                {
                    return true;
                }

                var length = Length(scalar, lines[line]);
                changes.Add((scalar.Column - 1, length ?? 0, value));
                return length is not null;
            case ResourceNode.Sequence sequence when content.ValueKind == JsonValueKind.Array && sequence.Items.Count == content.GetArrayLength():
                return sequence.Items.Zip(content.EnumerateArray()).All(pair => Changes(pair.First, pair.Second, line, flow, changes));
            case ResourceNode.Mapping mapping when content.ValueKind == JsonValueKind.Object:
                var properties = content.EnumerateObject().ToList();
                return mapping.Entries.Select(entry => entry.Key.Text).SequenceEqual(properties.Select(property => property.Name), StringComparer.Ordinal)
                    && mapping.Entries.Zip(properties).All(pair => Changes(pair.First.Value, pair.Second.Value, line, flow, changes));
            default:
                return false;
        }
    }

    /// <summary>Letters that a scalar takes in its line; null when it cannot be told.</summary>
    private static int? Length(ResourceNode.Scalar scalar, string line)
    {
        var rest = line.AsSpan(Math.Min(line.Length, scalar.Column - 1));
        if (!scalar.Quoted)
        {
            return scalar.Text is { Length: > 0 } text && rest.StartsWith(text) ? text.Length : null;
        }

        for (var i = 1; i < rest.Length && rest[0] is '"' or '\''; i++)
        {
            if (rest[0] == '"' && rest[i] == '\\')
            {
                i++;
            }
            else if (rest[i] == rest[0])
            {
                if (rest[0] == '"' || i + 1 == rest.Length || rest[i + 1] != '\'')
                {
                    return i + 1;
                }

                i++;
            }
        }

        return null;
    }

    /// <summary>Index of the first line that belongs to a key: comments above it are its own.</summary>
    private int Start(ResourceNode.Scalar key)
    {
        var line = key.Line - 1;
        while (line > 0 && IsAbove(lines[line - 1], key.Column - 1))
        {
            line--;
        }

        return line;
    }

    // deeper lines with this sign may be part of a text
    private static bool IsAbove(string line, int indent)
    {
        var bare = line.TrimStart(' ');
        return bare.Length == 0 || (bare[0] == '#' && line.Length - bare.Length <= indent);
    }

    private bool IsBlock(ResourceNode.Mapping mapping) =>
        mapping.Entries.Count > 0
        && mapping.Entries.All(entry => entry.Key.Column == mapping.Entries[0].Key.Column)
        && mapping.Entries.DistinctBy(entry => entry.Key.Line).Count() == mapping.Entries.Count
        && mapping.Entries.All(entry => string.IsNullOrWhiteSpace(lines[entry.Key.Line - 1][..(entry.Key.Column - 1)]));
}
