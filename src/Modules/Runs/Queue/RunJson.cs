using System.Security.Cryptography;
using System.Text.Json;
using Talentys.Kernel;

namespace Talentys.Runs.Queue;

/// <summary>How the parts of a run are written as JSON.</summary>
internal static class RunJson
{
    public static string Of(Principal principal) => JsonSerializer.Serialize(new StoredPrincipal(
        principal.Id, principal.Kind, principal.Name, principal.Organisation, [.. principal.Roles], [.. principal.Groups],
        principal.Attributes.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray())), JsonSerializerOptions.Web);

    public static Principal Principal(string json)
    {
        var stored = JsonSerializer.Deserialize<StoredPrincipal>(json, JsonSerializerOptions.Web)!;
        return new Principal(
            stored.Id, stored.Kind, stored.Name, stored.Organisation, stored.Roles.ToHashSet(), stored.Groups.ToHashSet(),
            stored.Attributes.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<string>)pair.Value));
    }

    public static string? Of(Fault? fault) => fault is null ? null : JsonSerializer.Serialize(fault, JsonSerializerOptions.Web);

    public static Fault? Fault(string? json) => json is null ? null : JsonSerializer.Deserialize<Fault>(json, JsonSerializerOptions.Web);

    public static string Of(IReadOnlyDictionary<string, double> metrics) => JsonSerializer.Serialize(metrics);

    public static IReadOnlyDictionary<string, double> Metrics(string json) =>
        JsonSerializer.Deserialize<Dictionary<string, double>>(json) ?? [];

    /// <summary>Hash of what a run does: the same for arguments that differ only in the order of their properties.</summary>
    public static string KeyOf(string kind, Scope scope, JsonElement arguments)
    {
        var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            json.WriteStringValue(kind);
            json.WriteStringValue(scope.Organisation);
            json.WriteStringValue(scope.Environment);
            Canonical(json, arguments);
            json.WriteEndArray();
        }

        return Convert.ToHexStringLower(SHA256.HashData(buffer.ToArray()));
    }

    private static void Canonical(Utf8JsonWriter json, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var property in value.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal))
                {
                    json.WritePropertyName(property.Name);
                    Canonical(json, property.Value);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Canonical(json, item);
                }

                json.WriteEndArray();
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    private sealed record StoredPrincipal(
        string Id, PrincipalKind Kind, string Name, string Organisation, string[] Roles, string[] Groups, Dictionary<string, string[]> Attributes);
}
