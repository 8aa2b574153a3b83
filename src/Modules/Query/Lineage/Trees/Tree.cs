using System.Text.Json;

namespace Talentys.Query.Lineage.Trees;

/// <summary>Reading of the engine's syntax trees.</summary>
internal static class Tree
{
    /// <summary>Deepest tree that is read: the engine's own limit on expressions is far below.</summary>
    public static JsonDocumentOptions Options { get; } = new() { MaxDepth = 20_000 };

    public static string? Text(this JsonElement node, string property) =>
        node.ValueKind == JsonValueKind.Object && node.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    public static string Class(this JsonElement node) => node.Text("class") ?? "";

    public static string Type(this JsonElement node) => node.Text("type") ?? "";

    public static bool Flag(this JsonElement node, string property) =>
        node.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.True;

    public static JsonElement? Child(this JsonElement node, string property) =>
        node.ValueKind == JsonValueKind.Object && node.TryGetProperty(property, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static IEnumerable<JsonElement> Items(this JsonElement node, string property) =>
        node.Child(property) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    public static IReadOnlyList<string> Texts(this JsonElement node, string property) =>
        [.. node.Items(property).Select(item => item.ValueKind == JsonValueKind.String ? item.GetString() ?? "" : "")];

    public static long? Location(this JsonElement node) =>
        node.ValueKind == JsonValueKind.Object && node.TryGetProperty("query_location", out var value) && value.TryGetInt64(out var location) ? location : null;

    /// <summary>The first place of anything below a node, for nodes without one.</summary>
    public static long? FirstLocation(this JsonElement node)
    {
        long? first = null;
        node.Find(below =>
        {
            first = below.Location() is { } at && !(first < at) ? at : first;
            return false;
        });
        return first;
    }

    /// <summary>The text of a constant; null for anything else.</summary>
    public static string? Constant(this JsonElement node) =>
        node.Class() == "CONSTANT" && node.Child("value") is { } value ? ValueText(value) : null;

    /// <summary>The text of a value of the tree.</summary>
    public static string? ValueText(JsonElement value) => value.Child("value") switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False } other => other.GetRawText(),
        _ => null,
    };

    /// <summary>A whole number that is written as such.</summary>
    public static int? Whole(this JsonElement node) =>
        node.Class() == "CONSTANT" && node.Child("value") is { } value && value.Child("type")?.Text("id") is "INTEGER" or "BIGINT" or "TINYINT" or "SMALLINT"
            && node.Child("value")?.Child("value") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var whole)
            ? whole
            : null;

    /// <summary>NULL as written, with or without a cast.</summary>
    public static bool IsNull(this JsonElement node) => node.Class() switch
    {
        "CONSTANT" => node.Child("value") is { } value && value.Flag("is_null"),
        "CAST" => node.Child("child") is { } child && child.IsNull(),
        _ => false,
    };

    /// <summary>What stands directly below an expression, without subqueries.</summary>
    public static IEnumerable<JsonElement> Below(this JsonElement node)
    {
        if (node.ValueKind == JsonValueKind.Array)
        {
            return node.EnumerateArray();
        }

        return node.ValueKind != JsonValueKind.Object || node.Class() is "SUBQUERY" or "CONSTANT" ? []
            : node.EnumerateObject().Where(property => property.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array).Select(property => property.Value);
    }

    /// <summary>The first node of an expression that fits, outside of subqueries and of what is not looked into.</summary>
    public static JsonElement? Find(this JsonElement node, Func<JsonElement, bool> fits, Func<JsonElement, bool>? closed = null)
    {
        var waiting = new Stack<JsonElement>([node]);
        while (waiting.TryPop(out var next))
        {
            if (next.ValueKind == JsonValueKind.Object)
            {
                if (fits(next))
                {
                    return next;
                }

                if (closed?.Invoke(next) == true)
                {
                    continue;
                }
            }

            foreach (var below in next.Below())
            {
                waiting.Push(below);
            }
        }

        return null;
    }
}
