using System.Text.Json;

namespace Talentys.Ui.Features.Sources;

/// <summary>How a value of a schema is edited.</summary>
public enum SchemaShape
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>A number.</summary>
    Number,

    /// <summary>Yes or no.</summary>
    Boolean,

    /// <summary>One of a few values.</summary>
    Choice,

    /// <summary>A list of texts or numbers.</summary>
    List,

    /// <summary>Known keys with values.</summary>
    Record,

    /// <summary>Keys that the user names, with values of one sort.</summary>
    Map,

    /// <summary>One value only: nothing to edit.</summary>
    Constant,

    /// <summary>What this form cannot edit: it is left as it is.</summary>
    Other,
}

/// <summary>A value that may be chosen.</summary>
/// <param name="Value">The value.</param>
/// <param name="Title">Its name.</param>
public sealed record SchemaChoice(string Value, string Title);

/// <summary>A known key of an object.</summary>
/// <param name="Key">The key.</param>
/// <param name="Node">Schema of its value.</param>
/// <param name="Required">Whether it must be there.</param>
public sealed record SchemaProperty(string Key, SchemaNode Node, bool Required)
{
    /// <summary>Its name for people.</summary>
    public string Title => Node.Title ?? Words(Key);

    private static string Words(string key) => key.Length == 0 ? key : char.ToUpperInvariant(key[0]) + key[1..].Replace('_', ' ');
}

/// <summary>A JSON Schema as a form reads it: types, titles, descriptions, examples, defaults, groups. References are followed.</summary>
public sealed class SchemaNode
{
    private const int LongestChain = 20;
    private readonly JsonElement root;
    private readonly JsonElement schema;
    private IReadOnlyList<SchemaProperty>? properties;
    private SchemaNode? items;

    private SchemaNode(JsonElement root, JsonElement schema)
    {
        this.root = root;
        this.schema = Resolved(root, schema);
        Types = this.schema.ValueKind == JsonValueKind.Object && this.schema.TryGetProperty("type", out var type)
            ? type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(one => one.GetString()!)] : [type.GetString()!]
            : [];
        Choices = ChoicesOf();
        Shape = ShapeOf();
    }

    /// <summary>The form's view of a schema.</summary>
    public static SchemaNode Of(JsonElement schema) => new(schema, schema);

    /// <summary>How it is edited.</summary>
    public SchemaShape Shape { get; }

    /// <summary>Types that a value may have.</summary>
    public IReadOnlyList<string> Types { get; }

    /// <summary>Values to choose from.</summary>
    public IReadOnlyList<SchemaChoice> Choices { get; }

    /// <summary>Name for people, or null.</summary>
    public string? Title => Text("title");

    /// <summary>What it means, or null.</summary>
    public string? Description => Text("description");

    /// <summary>Name of the group it is shown in: empty for what everybody sets, <c>advanced</c> for what is folded away.</summary>
    public string Group => Text("x-group") is { } group and not "basic" ? group : "";

    /// <summary>What is taken when it is not given, as text; null when that is not told.</summary>
    public string? Default => Find("default") is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Object or JsonValueKind.Array) } value ? Plain(value) : null;

    /// <summary>An example, or null.</summary>
    public string? Example => Find("examples") is { ValueKind: JsonValueKind.Array } examples && examples.GetArrayLength() > 0 && examples[0].ValueKind is JsonValueKind.String or JsonValueKind.Number
        ? Plain(Find("examples")!.Value[0])
        : null;

    /// <summary>The one value of a <see cref="SchemaShape.Constant"/>.</summary>
    public JsonElement? Constant => Find("const");

    /// <summary>Keys of an object, in order.</summary>
    public IReadOnlyList<SchemaProperty> Properties => properties ??= PropertiesOf();

    /// <summary>Schema of each value of a list or map.</summary>
    public SchemaNode Items => items ??= new SchemaNode(root, Find(Shape == SchemaShape.Map ? "additionalProperties" : "items") ?? default);

    /// <summary>Whether digits that are typed become a number.</summary>
    public bool TakesNumbers => Types.Contains("integer") || Types.Contains("number");

    /// <summary>The schema of the value at a place such as <c>streams.orders.read</c>, or null when the form has no field for it.</summary>
    public SchemaNode? At(IEnumerable<string> parts)
    {
        var node = this;
        foreach (var part in parts)
        {
            var next = node.Shape switch
            {
                SchemaShape.Record => node.Properties.FirstOrDefault(property => property.Key == part)?.Node,
                SchemaShape.Map or SchemaShape.List => node.Items,
                _ => null,
            };
            if (next is null)
            {
                return null;
            }

            node = next;
        }

        return node;
    }

    private SchemaShape ShapeOf()
    {
        if (Constant is not null)
        {
            return SchemaShape.Constant;
        }

        if (Choices.Count > 0)
        {
            return SchemaShape.Choice;
        }

        if (Types.Contains("object"))
        {
            return Find("properties") is { ValueKind: JsonValueKind.Object } keys && keys.EnumerateObject().Any() ? SchemaShape.Record
                : Find("additionalProperties") is { ValueKind: JsonValueKind.Object } ? SchemaShape.Map : SchemaShape.Other;
        }

        if (Types.Contains("array"))
        {
            return Find("items") is { } each && new SchemaNode(root, each).Shape is SchemaShape.Text or SchemaShape.Whole or SchemaShape.Number or SchemaShape.Choice
                ? SchemaShape.List
                : SchemaShape.Other;
        }

        return Types.Contains("string") ? SchemaShape.Text
            : Types.Contains("boolean") ? SchemaShape.Boolean
            : Types.Contains("integer") ? SchemaShape.Whole
            : Types.Contains("number") ? SchemaShape.Number
            : SchemaShape.Other;
    }

    private List<SchemaChoice> ChoicesOf()
    {
        if (Find("enum") is { ValueKind: JsonValueKind.Array } values)
        {
            return [.. values.EnumerateArray().Where(value => value.ValueKind != JsonValueKind.Null).Select(value => new SchemaChoice(Plain(value), Plain(value)))];
        }

        return Find("oneOf") is { ValueKind: JsonValueKind.Array } branches && branches.EnumerateArray().All(branch => branch.TryGetProperty("const", out _))
            ? [.. branches.EnumerateArray().Select(branch => new SchemaChoice(
                Plain(branch.GetProperty("const")), branch.TryGetProperty("title", out var title) ? title.GetString()! : Plain(branch.GetProperty("const"))))]
            : [];
    }

    private List<SchemaProperty> PropertiesOf()
    {
        var required = Find("required") is { ValueKind: JsonValueKind.Array } names ? names.EnumerateArray().Select(name => name.GetString()!).ToHashSet() : [];
        return Find("properties") is { ValueKind: JsonValueKind.Object } keys
            ? [.. keys.EnumerateObject().Select(key => new SchemaProperty(key.Name, new SchemaNode(root, key.Value), required.Contains(key.Name)))]
            : [];
    }

    private string? Text(string key) => Find(key) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private JsonElement? Find(string key) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(key, out var found) ? found : null;

    private static string Plain(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static JsonElement Resolved(JsonElement root, JsonElement schema)
    {
        for (var i = 0; i < LongestChain; i++)
        {
            if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("$ref", out var reference) || reference.GetString() is not ['#', ..] path)
            {
                return schema;
            }

            schema = root;
            foreach (var part in path.Split('/').Skip(1))
            {
                if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty(part, out var next))
                {
                    return default;
                }

                schema = next;
            }
        }

        return default;
    }
}
