using System.Text.Json;

namespace Talentys.Lake.Avro;

/// <summary>Reads the schema in the header of an Avro file.</summary>
internal sealed class AvroSchemaParser
{
    private const int MaxDepth = 64;

    private static readonly Dictionary<string, AvroKind> Primitives =
        Enum.GetValues<AvroKind>().ToDictionary(kind => kind.ToString().ToLowerInvariant());

    private readonly Dictionary<string, AvroSchema> named = [];

    private AvroSchemaParser()
    {
    }

    /// <summary>Parses a schema.</summary>
    /// <exception cref="InvalidDataException">It is not one.</exception>
    public static AvroSchema Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return new AvroSchemaParser().Read(document.RootElement, null, 0);
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"The Avro schema is broken: {broken.Message}", broken);
        }
    }

    private AvroSchema Read(JsonElement json, string? space, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new InvalidDataException("The Avro schema is nested too deeply.");
        }

        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                return Named(json.GetString()!, space);
            case JsonValueKind.Array:
                return new AvroSchema.Union([.. json.EnumerateArray().Select(branch => Read(branch, space, depth + 1))]);
            case JsonValueKind.Object:
                var logical = json.TryGetProperty("logicalType", out var found) ? found.GetString() : null;
                var schema = ReadObject(json, space, depth);
                return logical is null || schema is AvroSchema.Record ? schema : Logical(schema, logical, json);
            default:
                throw new InvalidDataException($"An Avro schema cannot be a {json.ValueKind}.");
        }
    }

    private AvroSchema ReadObject(JsonElement json, string? space, int depth)
    {
        var type = json.GetProperty("type");
        if (type.ValueKind != JsonValueKind.String)
        {
            return Read(type, space, depth + 1);
        }

        switch (type.GetString())
        {
            case "array":
                return new AvroSchema.Array(Read(json.GetProperty("items"), space, depth + 1));
            case "map":
                return new AvroSchema.Map(Read(json.GetProperty("values"), space, depth + 1));
            case "fixed":
                var size = json.GetProperty("size").GetInt32() is >= 0 and var given ? given : throw new InvalidDataException("An Avro schema has a negative size.");
                return Define(json, space, name => new AvroSchema.Fixed(name, size));
            case "enum":
                return Define(json, space, name => new AvroSchema.Enum(
                    name, [.. json.GetProperty("symbols").EnumerateArray().Select(Text)]));
            case "record" or "error":
                var record = (AvroSchema.Record)Define(json, space, name => new AvroSchema.Record(name));
                var inner = record.Name.LastIndexOf('.') is var dot and >= 0 ? record.Name[..dot] : null;
                record.Fields = [.. json.GetProperty("fields").EnumerateArray().Select(field => new AvroField(
                    Text(field.GetProperty("name")),
                    field.TryGetProperty("field-id", out var id) ? id.GetInt32() : null,
                    Read(field.GetProperty("type"), inner, depth + 1)))];
                return record;
            case var name:
                return Named(name!, space);
        }
    }

    private AvroSchema Define(JsonElement json, string? space, Func<string, AvroSchema> make)
    {
        var name = Text(json.GetProperty("name"));
        var own = json.TryGetProperty("namespace", out var given) ? given.GetString() : space;
        var full = name.Contains('.', StringComparison.Ordinal) || string.IsNullOrEmpty(own) ? name : $"{own}.{name}";
        var schema = make(full);
        var logical = json.TryGetProperty("logicalType", out var found) ? found.GetString() : null;
        return named[full] = logical is null || schema is AvroSchema.Record ? schema : Logical(schema, logical, json);
    }

    private static AvroSchema Logical(AvroSchema schema, string logical, JsonElement json) => schema with
    {
        LogicalType = logical,
        Precision = json.TryGetProperty("precision", out var precision) ? precision.GetInt32() : 0,
        Scale = json.TryGetProperty("scale", out var scale) ? scale.GetInt32() : 0,
        AdjustToUtc = json.TryGetProperty("adjust-to-utc", out var adjust) && adjust.ValueKind == JsonValueKind.True,
    };

    private static string Text(JsonElement json) => json.GetString() ?? throw new InvalidDataException("The Avro schema has a name that is null.");

    private AvroSchema Named(string name, string? space) =>
        Primitives.TryGetValue(name, out var kind) ? new AvroSchema.Primitive(kind)
        : space is not null && named.TryGetValue($"{space}.{name}", out var near) ? near
        : named.TryGetValue(name, out var far) ? far
        : throw new InvalidDataException($"The Avro schema names an unknown type, {name}.");
}
