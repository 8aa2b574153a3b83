using Talentys.Kernel;
using Talentys.Projects.Yaml;

namespace Talentys.Projects.Validation;

/// <summary>Types in the words of a person who writes YAML.</summary>
internal static class TypeWords
{
    private const int LongestEcho = 40;

    internal static string Of(string type) => type switch
    {
        "string" => "a text",
        "number" => "a number",
        "integer" => "a whole number",
        "boolean" => "true or false",
        "array" => "a list",
        "object" => "keys and values",
        "null" => "nothing",
        _ => throw new InvalidOperationException($"a schema names the type '{type}', which is none"),
    };

    internal static string Of(IEnumerable<string> types) => string.Join(" or ", types.Where(type => type != "null").DefaultIfEmpty("null").Select(Of));

    /// <summary>What stands there; the value itself only where it cannot be a secret.</summary>
    internal static string Found(ResourceNode node, bool secret)
    {
        var type = ScalarForms.TypeOf(node);
        if (type == "boolean" && node is ResourceNode.Scalar truth)
        {
            return truth.Text!;
        }

        var echo = !secret && node is ResourceNode.Scalar { Text: { Length: <= LongestEcho } text } ? text : null;
        return (type, echo) switch
        {
            ("string", not null) => $"the text '{echo}'",
            ("number" or "integer", not null) => $"the number {echo}",
            _ => Of(type),
        };
    }

    internal static string? Mend(ResourceNode node, IReadOnlyCollection<string> wanted)
    {
        var found = ScalarForms.TypeOf(node);
        if (wanted.Contains("string") && node is ResourceNode.Scalar { Text: not null })
        {
            return "Put it in quotes.";
        }

        if (wanted.Contains("array") && node is ResourceNode.Scalar)
        {
            return "Write it in brackets: [...].";
        }

        if (node is ResourceNode.Scalar { Quoted: true } quoted && wanted.Contains(ScalarForms.TypeOf(quoted with { Quoted = false })))
        {
            return "Take the quotes away.";
        }

        return wanted.Contains("boolean") && found == "string" ? "Write true or false, in small letters." : null;
    }
}
