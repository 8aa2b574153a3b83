using System.Globalization;
using System.Text.Json;
using Talentys.Contracts;
using Talentys.Ui.Api;

namespace Talentys.Ui.Features.Sql;

/// <summary>The parameters of statements: <c>$name</c> and <c>$1</c>. Their values are sent beside the text, never in it.</summary>
public static class SqlParameters
{
    /// <summary>Names of the parameters of a text, each once, in the order of the text.</summary>
    public static IReadOnlyList<string> Of(string sql) => sql.Contains('$', StringComparison.Ordinal)
        ? [.. SqlPlaceholder.Of(sql, SqlTokenizer.Tokens(sql)).Select(one => one.Name).Distinct(StringComparer.OrdinalIgnoreCase)]
        : [];

    /// <summary>The values of a statement's parameters as they are sent: an object, or a list where they have numbers. Null for none.</summary>
    public static JsonElement? Values(string sql, IReadOnlyDictionary<string, ParameterValue> values)
    {
        var names = Of(sql);
        if (names.Count == 0)
        {
            return null;
        }

        if (names.All(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 1000))
        {
            var last = names.Max(name => int.Parse(name, CultureInfo.InvariantCulture));
            return JsonSerializer.SerializeToElement(Enumerable.Range(1, last).Select(number => Value(values.GetValueOrDefault(number.ToString(CultureInfo.InvariantCulture)))).ToArray(), ApiClient.Json);
        }

        return JsonSerializer.SerializeToElement(names.ToDictionary(name => name, name => Value(values.GetValueOrDefault(name))), ApiClient.Json);
    }

    /// <summary>Whether a value can be sent as it was typed.</summary>
    public static bool IsGood(ParameterValue value) => value.Type switch
    {
        "number" => decimal.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out _),
        "date" or "time" => value.Text.Length > 0,
        _ => true,
    };

    private static JsonElement Value(ParameterValue? value) => value switch
    {
        null or { Type: "none" } => Json("null"),
        { Type: "number" } when value.Text.Trim() is var number && IsGood(value) => decimal.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture) is var exact
            ? JsonSerializer.SerializeToElement(exact, ApiClient.Json) : default,
        { Type: "truth" } => Json(value.Text == "true" ? "true" : "false"),
        _ => JsonSerializer.SerializeToElement(value.Text, ApiClient.Json),
    };

    private static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
