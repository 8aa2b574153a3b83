using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Talentys.Kernel;

namespace Talentys.Lake.RestCatalog;

/// <summary>A value of a request's body, which tells where it is when it is not what is expected. Bound by endpoints as the whole body.</summary>
/// <param name="Json">The value.</param>
/// <param name="Place">Its path, for people.</param>
internal sealed record RestValue(JsonElement Json, string Place)
{
    /// <summary>Reads the body of a request.</summary>
    /// <exception cref="FaultException"><c>lake.request_invalid</c>: it is no JSON object.</exception>
    public static async ValueTask<RestValue> BindAsync(HttpContext context)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            var body = new RestValue(document.RootElement.Clone(), "body");
            return body.Json.ValueKind == JsonValueKind.Object ? body : throw body.Wrong("an object");
        }
        catch (JsonException broken)
        {
            throw RestFaults.Invalid(
                "The body is not valid JSON.",
                broken.LineNumber is { } line ? string.Create(CultureInfo.InvariantCulture, $"body:{line + 1}:{broken.BytePositionInLine + 1}") : "body",
                "Send one JSON object.");
        }
    }

    /// <summary>A field that must be there.</summary>
    public RestValue Need(string name) => Find(name) ?? throw RestFaults.Invalid($"The field {name} is missing.", Place);

    /// <summary>A field, or null where it is missing or null.</summary>
    public RestValue? Find(string name) =>
        Json.ValueKind != JsonValueKind.Object ? throw Wrong("an object")
        : Json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? new RestValue(value, $"{Place}.{name}")
        : null;

    /// <summary>A field that must be there but may be null.</summary>
    public RestValue? NeedOrNull(string name) =>
        Find(name) ?? (Json.TryGetProperty(name, out _) ? null : throw RestFaults.Invalid($"The field {name} is missing.", Place));

    /// <summary>The value as a text.</summary>
    public string Text() => Json.ValueKind == JsonValueKind.String ? Json.GetString()! : throw Wrong("a text");

    /// <summary>The value as a whole number of 32 bits.</summary>
    public int Int() => Json.ValueKind == JsonValueKind.Number && Json.TryGetInt32(out var number) ? number : throw Wrong("a whole number");

    /// <summary>The value as a whole number of 64 bits.</summary>
    public long Long() => Json.ValueKind == JsonValueKind.Number && Json.TryGetInt64(out var number) ? number : throw Wrong("a whole number");

    /// <summary>The value as yes or no.</summary>
    public bool Bool() => Json.ValueKind is JsonValueKind.True or JsonValueKind.False ? Json.GetBoolean() : throw Wrong("true or false");

    /// <summary>The items of a list.</summary>
    public IReadOnlyList<RestValue> Items() => Json.ValueKind == JsonValueKind.Array
        ? [.. Json.EnumerateArray().Select((item, at) => new RestValue(item, string.Create(CultureInfo.InvariantCulture, $"{Place}[{at}]")))]
        : throw Wrong("a list");

    /// <summary>The fields of an object of texts.</summary>
    public Dictionary<string, string> Texts()
    {
        if (Json.ValueKind != JsonValueKind.Object)
        {
            throw Wrong("an object of texts");
        }

        var texts = new Dictionary<string, string>();
        foreach (var field in Json.EnumerateObject())
        {
            texts[field.Name] = new RestValue(field.Value, $"{Place}.{field.Name}").Text();
        }

        return texts;
    }

    /// <summary>Reads the value with a reader of the format, whose complaints become the client's.</summary>
    public T Read<T>(string what, Func<JsonElement, T> read)
    {
        try
        {
            return read(Json);
        }
        catch (Exception broken) when (broken is KeyNotFoundException or InvalidOperationException or FormatException or OverflowException
            or JsonException or InvalidDataException or ArgumentException)
        {
            throw RestFaults.Invalid($"This is not {what} as Iceberg writes it: {broken.Message}", Place);
        }
    }

    /// <summary>The value is not of the kind that is expected.</summary>
    public FaultException Wrong(string expected) => RestFaults.Invalid($"Expected {expected}.", Place);
}
