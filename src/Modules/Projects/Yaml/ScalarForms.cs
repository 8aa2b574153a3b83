using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Talentys.Kernel;

namespace Talentys.Projects.Yaml;

/// <summary>
/// What an unquoted value means: null, true and false are written so, numbers are written as in JSON; all else is text.
/// </summary>
internal static partial class ScalarForms
{
    /// <summary>JSON Schema's name of the type: the narrowest one, so <c>integer</c> for 3.</summary>
    internal static string TypeOf(ResourceNode node) => node switch
    {
        ResourceNode.Mapping => "object",
        ResourceNode.Sequence => "array",
        ResourceNode.Scalar { Text: null } => "null",
        ResourceNode.Scalar { Quoted: false, Text: "true" or "false" } => "boolean",
        ResourceNode.Scalar { Quoted: false } scalar when Number().IsMatch(scalar.Text!) =>
            Whole().IsMatch(scalar.Text!) ? "integer" : "number",
        _ => "string",
    };

    /// <summary>The node as JSON.</summary>
    internal static JsonNode? ToJson(ResourceNode node)
    {
        switch (node)
        {
            case ResourceNode.Mapping mapping:
                return new JsonObject(mapping.Entries.Select(entry => KeyValuePair.Create(entry.Key.Text!, ToJson(entry.Value))));
            case ResourceNode.Sequence sequence:
                return new JsonArray([.. sequence.Items.Select(ToJson)]);
            case ResourceNode.Scalar scalar:
                return TypeOf(node) switch
                {
                    "null" => null,
                    "boolean" => JsonValue.Create(scalar.Text == "true"),
                    "integer" or "number" => JsonNode.Parse(scalar.Text!),
                    _ => JsonValue.Create(scalar.Text),
                };
            default:
                throw new InvalidOperationException($"unknown node {node.GetType().Name}");
        }
    }

    /// <summary>The node as JSON that is read.</summary>
    internal static JsonElement ToElement(ResourceNode node)
    {
        using var json = JsonDocument.Parse(ToJson(node)?.ToJsonString() ?? "null", new JsonDocumentOptions { MaxDepth = YamlLimits.Depth + 1 });
        return json.RootElement.Clone();
    }

    /// <summary>The value of a number; infinite when it is too large for a double.</summary>
    internal static double NumberOf(ResourceNode.Scalar scalar) => double.Parse(scalar.Text!, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\z")]
    private static partial Regex Number();

    [GeneratedRegex(@"\A-?(0|[1-9][0-9]*)\z")]
    private static partial Regex Whole();
}
