using System.Globalization;
using System.Text.Json;
using Talentys.Contracts;

namespace Talentys.Ui.Features.Sql;

/// <summary>A step of a plan, as the engine tells it.</summary>
/// <param name="Name">The operator, or what the step is called.</param>
/// <param name="Details">What the engine tells of it: name and value.</param>
/// <param name="Rows">Rows that came of it; null where it did not run.</param>
/// <param name="Estimate">Rows that the engine expected, or null.</param>
/// <param name="Seconds">Time that it took itself; null where it did not run.</param>
/// <param name="Children">The steps that it reads.</param>
public sealed record PlanStep(
    string Name, IReadOnlyList<(string Name, string Value)> Details, long? Rows, long? Estimate, double? Seconds, IReadOnlyList<PlanStep> Children)
{
    /// <summary>It and all below it.</summary>
    public IEnumerable<PlanStep> All() => Children.SelectMany(child => child.All()).Prepend(this);
}

/// <summary>Reads plans of the engine.</summary>
public static class PlanTree
{
    private static readonly string[] Names = ["operator_name", "operator_type", "name"];

    /// <summary>Whether a statement asks for a plan.</summary>
    public static bool Explains(string sql) => SqlTokenizer.Tokens(sql) is [var first, ..] && first.Is(sql, "explain");

    /// <summary>The steps of a plan in JSON, with what the whole took; null for a text.</summary>
    public static PlanStep? Read(string plan)
    {
        if (plan.AsSpan().TrimStart() is not ['[' or '{', ..])
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(plan);
            var root = document.RootElement;
            var step = root.ValueKind == JsonValueKind.Array
                ? root.GetArrayLength() == 1 ? Step(root[0]) : new PlanStep("", [], null, null, null, [.. root.EnumerateArray().Select(Step)])
                : Step(root);
            // the outermost says nothing but what it was asked for
            while (step.Children.Count == 1 && step.Name is "EXPLAIN_ANALYZE" or "RESULT_COLLECTOR" or "QUERY" or "")
            {
                step = step.Children[0];
            }

            return step;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The plan as lines of text, to be copied.</summary>
    public static string Text(PlanStep step) => string.Join('\n', Lines(step, 0));

    private static IEnumerable<string> Lines(PlanStep step, int level)
    {
        var facts = new List<string>();
        if (step.Rows is { } rows)
        {
            facts.Add(string.Create(CultureInfo.InvariantCulture, $"{rows} rows"));
        }
        else if (step.Estimate is { } estimate)
        {
            facts.Add(string.Create(CultureInfo.InvariantCulture, $"~{estimate} rows"));
        }

        if (step.Seconds is { } seconds)
        {
            facts.Add(string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0.###} ms"));
        }

        var details = string.Join("; ", step.Details.Select(detail => $"{detail.Name}: {detail.Value}"));
        yield return $"{new string(' ', level * 2)}{step.Name}{(facts.Count > 0 ? $" ({string.Join(", ", facts)})" : "")}{(details.Length > 0 ? $" {details}" : "")}";
        foreach (var line in step.Children.SelectMany(child => Lines(child, level + 1)))
        {
            yield return line;
        }
    }

    private static PlanStep Step(JsonElement node)
    {
        var details = new List<(string Name, string Value)>();
        long? estimate = null;
        if (node.TryGetProperty("extra_info", out var extra) && extra.ValueKind == JsonValueKind.Object)
        {
            foreach (var fact in extra.EnumerateObject())
            {
                if (fact.Name == "Estimated Cardinality")
                {
                    estimate = long.TryParse(Value(fact.Value).TrimStart('~'), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;
                }
                else if (Value(fact.Value) is { Length: > 0 } value)
                {
                    details.Add((fact.Name.Trim('_').Replace('_', ' '), value));
                }
            }
        }

        var name = Names.Select(key => node.TryGetProperty(key, out var told) ? told.GetString()?.Trim() : null).FirstOrDefault(told => !string.IsNullOrEmpty(told)) ?? "";
        return new PlanStep(
            name, details,
            node.TryGetProperty("operator_cardinality", out var rows) && rows.TryGetInt64(out var came) ? came : null,
            estimate,
            node.TryGetProperty("operator_timing", out var took) && took.TryGetDouble(out var seconds) ? seconds : null,
            node.TryGetProperty("children", out var children) && children.ValueKind == JsonValueKind.Array ? [.. children.EnumerateArray().Select(Step)] : []);
    }

    private static string Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Value)),
        JsonValueKind.String => value.GetString()!.Trim().Replace("\n", ", ", StringComparison.Ordinal),
        JsonValueKind.Null => "",
        _ => value.GetRawText(),
    };
}
