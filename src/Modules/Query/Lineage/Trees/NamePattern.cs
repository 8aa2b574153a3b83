using System.Text.Json;
using System.Text.RegularExpressions;
using Talentys.Query.Lineage.Flows;

namespace Talentys.Query.Lineage.Trees;

/// <summary>Conditions on the names of columns, as <c>COLUMNS(c -> c LIKE 'a%')</c> has them, told without the engine.</summary>
internal static class NamePattern
{
    private static readonly HashSet<string> Matching = new(StringComparer.OrdinalIgnoreCase)
    {
        "~~", "!~~", "~~*", "!~~*", "~~~", "regexp_full_match", "regexp_matches", "starts_with", "prefix", "^@", "ends_with", "suffix", "contains",
        "like_escape", "ilike_escape", "not_like_escape", "not_ilike_escape",
    };

    public static bool Knows(string function) => Matching.Contains(function);

    /// <summary>A pattern of names; null when it is none. Linear in time.</summary>
    public static Regex? Regex(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));
        }
        catch (Exception failure) when (failure is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>The lambda in <c>list_filter(*, c -> ...)</c>, or in the list comprehension that stands for it.</summary>
    public static (string Parameter, JsonElement Body)? Condition(JsonElement selection)
    {
        var function = selection.Text("function_name");
        var children = selection.Items("children").ToList();
        if (children.Count != 2 || children[1].Class() != "LAMBDA")
        {
            return null;
        }

        var parameter = children[1].GetProperty("lhs").Texts("column_names").LastOrDefault("");
        var body = children[1].GetProperty("expr");
        if (function == "list_filter" && children[0].Class() == "STAR")
        {
            return (parameter, body);
        }

        // [c for c in (*) if ...]: the condition is the field named filter
        return children[0].Class() == "STAR" && body.Text("function_name") == "struct_pack"
            ? body.Items("children").Where(field => field.Text("alias") == "filter").Select(field => ((string, JsonElement)?)(parameter, field)).FirstOrDefault()
            : Condition(children[0]);
    }

    /// <summary>Whether a name fits; null when that cannot be told here.</summary>
    public static bool? Fits(JsonElement condition, string name, string? parameter = null)
    {
        var children = condition.Items("children").ToList();
        switch (condition.Type())
        {
            case "OPERATOR_NOT":
                return !Fits(children[0], name, parameter);
            case "CONJUNCTION_AND":
                return children.Aggregate((bool?)true, (all, child) => all & Fits(child, name, parameter));
            case "CONJUNCTION_OR":
                return children.Aggregate((bool?)false, (any, child) => any | Fits(child, name, parameter));
            case "COMPARE_EQUAL" or "COMPARE_NOTEQUAL":
                return Text(condition.Child("left"), name, parameter) is { } left && Text(condition.Child("right"), name, parameter) is { } right
                    ? (left == right) == (condition.Type() == "COMPARE_EQUAL") : null;
            case "COMPARE_IN" or "COMPARE_NOT_IN" when children.Count > 1:
                return children.Select(child => Text(child, name, parameter)).ToList() is var texts && texts.TrueForAll(text => text is not null)
                    ? texts.Skip(1).Contains(texts[0]) == (condition.Type() == "COMPARE_IN") : null;
            case "FUNCTION" when children.Count >= 2:
                return Text(children[0], name, parameter) is { } value && Text(children[1], name, parameter) is { } pattern
                    ? Match(condition.Text("function_name") ?? "", value, pattern) : null;
            default:
                return null;
        }
    }

    private static string? Text(JsonElement? node, string name, string? parameter)
    {
        if (node is not { } here)
        {
            return null;
        }

        return here.Class() switch
        {
            "STAR" => name,
            "COLUMN_REF" => here.Texts("column_names") is [var only] && parameter is not null && SqlNames.Same(only, parameter) ? name : null,
            "CONSTANT" => here.Constant(),
            "FUNCTION" when here.Items("children").ToList() is [var argument] && Text(argument, name, parameter) is { } text => here.Text("function_name")?.ToLowerInvariant() switch
            {
                "lower" or "lcase" => text.ToLowerInvariant(),
                "upper" or "ucase" => text.ToUpperInvariant(),
                _ => null,
            },
            _ => null,
        };
    }

    private static bool? Match(string function, string value, string pattern) => function.ToLowerInvariant() switch
    {
        "~~" or "like_escape" => Like(pattern, false).IsMatch(value),
        "!~~" or "not_like_escape" => !Like(pattern, false).IsMatch(value),
        "~~*" or "ilike_escape" => Like(pattern, true).IsMatch(value),
        "!~~*" or "not_ilike_escape" => !Like(pattern, true).IsMatch(value),
        "regexp_full_match" => Regex($"^(?:{pattern})$")?.IsMatch(value),
        "regexp_matches" => Regex(pattern)?.IsMatch(value),
        "starts_with" or "prefix" or "^@" => value.StartsWith(pattern, StringComparison.Ordinal),
        "ends_with" or "suffix" => value.EndsWith(pattern, StringComparison.Ordinal),
        "contains" => value.Contains(pattern, StringComparison.Ordinal),
        _ => null,
    };

    private static Regex Like(string pattern, bool ignoreCase) => new(
        $"^{System.Text.RegularExpressions.Regex.Escape(pattern).Replace("%", ".*", StringComparison.Ordinal).Replace("_", ".", StringComparison.Ordinal)}$",
        RegexOptions.NonBacktracking | RegexOptions.Singleline | RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None),
        TimeSpan.FromSeconds(5));
}
