using System.Globalization;
using System.Text.Json.Nodes;

namespace Talentys.Ui.Features.Sources;

/// <summary>Makes values of what is typed. What does not fit stays as it was typed, for the server to say what is wrong with it.</summary>
public static class SchemaValues
{
    /// <summary>The value of a text; null for none.</summary>
    public static JsonNode? Of(SchemaNode node, string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        return node.Shape switch
        {
            SchemaShape.Boolean when bool.TryParse(text, out var yes) => JsonValue.Create(yes),
            _ when node.TakesNumbers && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => JsonValue.Create(whole),
            _ when node.Types.Contains("number") && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
            _ => JsonValue.Create(text),
        };
    }
}

/// <summary>Ids of the elements of fields.</summary>
internal static class SchemaIds
{
    public static string Of(string place) =>
        "field-" + string.Concat(place.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c.ToString() : $"-{(int)c:x}-"));
}
