using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Talentys.Kernel;
using Talentys.Projects.Yaml;

namespace Talentys.Projects.Validation;

/// <summary>Applies the JSON Schema subset that <see cref="IResourceKind.Schema"/> documents, and collects every fault with its place.</summary>
internal sealed class SchemaValidator
{
    private const string RefPrefix = "#/";
    private const int LongestRefChain = 20;
    private static readonly TimeSpan PatternTime = TimeSpan.FromMilliseconds(100);
    private readonly JsonObject root;
    private readonly ResourceDocument document;
    private readonly List<Fault> faults = [];

    private SchemaValidator(JsonObject root, ResourceDocument document)
    {
        this.root = root;
        this.document = document;
    }

    /// <summary>Every fault of the document against the schema; empty when it fits.</summary>
    internal static IReadOnlyList<Fault> Validate(JsonObject schema, ResourceDocument document) => Validate(schema, schema, document, document.Root);

    internal static IReadOnlyList<Fault> Validate(JsonObject root, JsonNode? schema, ResourceDocument document, ResourceNode node)
    {
        var validator = new SchemaValidator(root, document);
        validator.Apply(schema, node);
        return [.. validator.faults.Distinct()];
    }

    /// <summary>The schema that a <c>$ref</c> names, or the schema itself; null for <c>true</c>.</summary>
    internal static JsonObject? Resolve(JsonObject root, JsonNode? schema)
    {
        for (var i = 0; i < LongestRefChain; i++)
        {
            if (schema is not JsonObject found)
            {
                return null;
            }

            if (found["$ref"]?.GetValue<string>() is not { } reference)
            {
                return found;
            }

            schema = reference == "#" ? root : reference.StartsWith(RefPrefix, StringComparison.Ordinal)
                ? reference[RefPrefix.Length..].Split('/').Aggregate((JsonNode?)root, (node, part) => node?[part])
                : null;
            _ = schema ?? throw new InvalidOperationException($"a schema refers to '{reference}', which is not in it");
        }

        throw new InvalidOperationException("a schema's references go round in a circle");
    }

    private void Apply(JsonNode? declared, ResourceNode node)
    {
        if (Resolve(root, declared) is not { } schema || !Typed(schema, node))
        {
            return;
        }

        Chosen(schema, node);
        if (schema["oneOf"] is JsonArray oneOf)
        {
            faults.AddRange(new SchemaBranches(root, oneOf, document).Validate(node));
        }

        if (schema["anyOf"] is JsonArray anyOf)
        {
            faults.AddRange(new SchemaBranches(root, anyOf, document).Validate(node));
        }

        switch (node)
        {
            case ResourceNode.Scalar scalar:
                Matching(schema, scalar);
                Limited(schema, scalar);
                break;
            case ResourceNode.Sequence sequence:
                foreach (var item in sequence.Items)
                {
                    Apply(schema["items"], item);
                }

                break;
            case ResourceNode.Mapping mapping:
                Keys(schema, mapping);
                break;
        }
    }

    private bool Typed(JsonObject schema, ResourceNode node)
    {
        var wanted = Types(schema);
        if (wanted.Count == 0 || Fits(wanted, node))
        {
            return true;
        }

        var secret = schema["writeOnly"]?.GetValue<bool>() == true;
        Add(node, "projects.type", $"Expected {TypeWords.Of(wanted)}, found {TypeWords.Found(node, secret)}.", TypeWords.Mend(node, wanted));
        return false;
    }

    internal static IReadOnlyList<string> Types(JsonObject schema) => schema["type"] switch
    {
        JsonArray several => [.. several.Select(type => type!.GetValue<string>())],
        { } one => [one.GetValue<string>()],
        null => [],
    };

    internal static bool Fits(IReadOnlyList<string> wanted, ResourceNode node)
    {
        var type = ScalarForms.TypeOf(node);
        return wanted.Contains(type) || (type == "integer" && wanted.Contains("number"));
    }

    private void Chosen(JsonObject schema, ResourceNode node)
    {
        IReadOnlyList<JsonNode?> options = schema["enum"] is JsonArray listed ? [.. listed] : schema.TryGetPropertyValue("const", out var only) ? [only] : [];
        var value = options.Count == 0 ? null : ScalarForms.ToJson(node);
        if (options.Count == 0 || options.Any(option => JsonNode.DeepEquals(option, value)))
        {
            return;
        }

        string[] words = [.. options.Select(option => option?.ToString() ?? "null")];
        var typed = (node as ResourceNode.Scalar)?.Text ?? "";
        Add(node, "projects.value", $"{TypeWords.Found(node, secret: false)} is not possible here.", Suggestion.Mend(typed, words, "Possible are"));
    }

    private void Matching(JsonObject schema, ResourceNode.Scalar scalar)
    {
        if (schema["pattern"]?.GetValue<string>() is not { } pattern || ScalarForms.TypeOf(scalar) != "string")
        {
            return;
        }

        if (!IsMatch(pattern, scalar.Text!))
        {
            // the value is not repeated: whoever writes a secret into the file must not find it in a log
            var mend = schema["patternErrorMessage"] ?? schema["description"];
            Add(scalar, "projects.pattern", "The text does not have the form that is expected here.", mend?.GetValue<string>());
        }
    }

    private static bool IsMatch(string pattern, string text)
    {
        try
        {
            return Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant, PatternTime);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private void Limited(JsonObject schema, ResourceNode.Scalar scalar)
    {
        if (ScalarForms.TypeOf(scalar) is not ("integer" or "number"))
        {
            return;
        }

        var value = ScalarForms.NumberOf(scalar);
        if (Bound(schema, "minimum") is { } least && value < least)
        {
            Add(scalar, "projects.minimum", $"{scalar.Text} is too small.", $"Write {Words(least)} or more.");
        }

        if (Bound(schema, "maximum") is { } most && value > most)
        {
            Add(scalar, "projects.maximum", $"{scalar.Text} is too large.", $"Write {Words(most)} or less.");
        }
    }

    private static double? Bound(JsonObject schema, string key) =>
        schema[key] is { } bound ? double.Parse(bound.ToJsonString(), CultureInfo.InvariantCulture) : null;

    private static string Words(double number) => number.ToString(CultureInfo.InvariantCulture);

    private void Keys(JsonObject schema, ResourceNode.Mapping mapping)
    {
        var properties = schema["properties"] as JsonObject ?? [];
        var others = schema["additionalProperties"];
        var closed = others is JsonValue value && value.TryGetValue<bool>(out var open) && !open;
        foreach (var entry in mapping.Entries)
        {
            var key = entry.Key.Text!;
            if (properties.TryGetPropertyValue(key, out var property))
            {
                Apply(property, entry.Value);
            }
            else if (closed)
            {
                string[] free = [.. properties.Select(known => known.Key).Where(known => mapping[known] is null)];
                Add(entry.Key, "projects.unknown_key", $"The key '{key}' is not known here.", Suggestion.Mend(key, free, "Known keys are"));
            }
            else
            {
                Apply(others, entry.Value);
            }
        }

        foreach (var required in (schema["required"] as JsonArray ?? []).Select(name => name!.GetValue<string>()))
        {
            var message = MissingKey.Message(required);
            if (mapping.Entries.All(entry => entry.Key.Text != required)
                && !faults.Any(fault => fault.Message == message && fault.Place == document.PlaceOf(mapping)))
            {
                Add(mapping, MissingKey.Code, message, MendMissing(properties[required], required));
            }
        }
    }

    private string? MendMissing(JsonNode? property, string key)
    {
        var schema = Resolve(root, property);
        return schema?["const"] is { } only ? $"Write '{key}: {only}'." : schema?["description"]?.GetValue<string>();
    }

    private void Add(ResourceNode node, string code, string message, string? mend) =>
        faults.Add(document.FaultAt(node, code, char.ToUpperInvariant(message[0]) + message[1..], mend));
}
