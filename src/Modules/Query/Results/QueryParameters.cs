using System.Text.Json;
using Talentys.Kernel;

namespace Talentys.Query.Results;

/// <summary>Reads the parameters of a request: a list by position, or an object by name.</summary>
internal static class QueryParameters
{
    public static (IReadOnlyList<object?> ByPosition, IReadOnlyDictionary<string, object?> ByName) Read(JsonElement? parameters) =>
        parameters switch
        {
            null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => ([], new Dictionary<string, object?>()),
            { ValueKind: JsonValueKind.Array } list => ([.. list.EnumerateArray().Select(Value)], new Dictionary<string, object?>()),
            { ValueKind: JsonValueKind.Object } named =>
                ([], named.EnumerateObject().ToDictionary(property => property.Name, property => Value(property.Value))),
            _ => throw Wrong("Parameters are a list or an object."),
        };

    private static object? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number when value.TryGetInt64(out var whole) => whole,
        JsonValueKind.Number when value.TryGetDecimal(out var exact) => exact,
        JsonValueKind.Number => value.GetDouble(),
        _ => throw Wrong("A parameter is a text, a number, a boolean or null."),
    };

    private static FaultException Wrong(string message) =>
        new(Fault.Invalid("query.parameter_invalid", message, "parameters"));
}
