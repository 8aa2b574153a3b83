using System.Text.Json;

namespace Talentys.Query.Lineage.Trees;

/// <summary>The names that the engine gives to expressions without one: their text as it prints them.</summary>
internal sealed class StatementNames
{
    /// <summary>An expression longer than this is named by its kind only.</summary>
    private const int MostCharacters = 100_000;

    private readonly Dictionary<string, string?> texts = new(StringComparer.Ordinal);

    /// <summary>Trees of the expressions that are asked for, as the engine reads them back.</summary>
    public IReadOnlyList<string> Wanted => [.. texts.Where(pair => pair.Value is null).Select(pair => pair.Key)];

    /// <summary>Finds the expressions of a statement that need a name.</summary>
    public void Collect(JsonElement statement)
    {
        var waiting = new Stack<JsonElement>([statement]);
        while (waiting.TryPop(out var next))
        {
            if (next.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in next.EnumerateArray())
                {
                    waiting.Push(item);
                }
            }
            else if (next.ValueKind == JsonValueKind.Object)
            {
                foreach (var property in next.EnumerateObject())
                {
                    if (property.Name is "select_list" or "aggregates")
                    {
                        Add(property.Value);
                    }

                    waiting.Push(property.Value);
                }
            }
        }
    }

    /// <summary>A statement around an expression.</summary>
    public static string Around(string expression) =>
        $$$"""{"error":false,"statements":[{"node":{"type":"SELECT_NODE","cte_map":{"map":[]},"select_list":[{{{expression}}}],"from_table":{"type":"EMPTY"},"aggregate_handling":"STANDARD_HANDLING"}}]}""";

    /// <summary>Takes what the engine printed.</summary>
    public void Give(string expression, string? printed) =>
        texts[expression] = printed?.StartsWith("SELECT ", StringComparison.Ordinal) == true ? printed["SELECT ".Length..] : "expression";

    public string Of(JsonElement expression)
    {
        var raw = expression.GetRawText();
        return texts.TryGetValue(raw, out var text) && text is not null ? text : expression.Text("function_name") ?? expression.Class().ToLowerInvariant();
    }

    private void Add(JsonElement list)
    {
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Object && item.Text("alias") is not { Length: > 0 } && item.Class() is not ("COLUMN_REF" or "STAR" or "POSITIONAL_REFERENCE"))
            {
                var raw = item.GetRawText();
                if (raw.Length <= MostCharacters)
                {
                    texts.TryAdd(raw, null);
                }
            }
        }
    }
}
