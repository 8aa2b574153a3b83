using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Talentys.Kernel;

namespace Talentys.Lake.Types;

/// <summary>Types and schemas as JSON (spec, appendix C).</summary>
internal static partial class IcebergTypeJson
{
    // spec
    private const int MostDigits = 38;

    private static readonly Dictionary<PrimitiveKind, string> Names = new()
    {
        [PrimitiveKind.Boolean] = "boolean",
        [PrimitiveKind.Int] = "int",
        [PrimitiveKind.Long] = "long",
        [PrimitiveKind.Float] = "float",
        [PrimitiveKind.Double] = "double",
        [PrimitiveKind.Date] = "date",
        [PrimitiveKind.Time] = "time",
        [PrimitiveKind.Timestamp] = "timestamp",
        [PrimitiveKind.TimestampTz] = "timestamptz",
        [PrimitiveKind.String] = "string",
        [PrimitiveKind.Uuid] = "uuid",
        [PrimitiveKind.Binary] = "binary",
    };

    private static readonly Dictionary<string, PrimitiveKind> Kinds = Names.ToDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>The name of a primitive, <c>decimal(9, 2)</c>.</summary>
    public static string NameOf(IcebergType.Primitive type) => type.Kind switch
    {
        PrimitiveKind.Decimal => string.Create(CultureInfo.InvariantCulture, $"decimal({type.Precision}, {type.Scale})"),
        PrimitiveKind.Fixed => string.Create(CultureInfo.InvariantCulture, $"fixed[{type.Precision}]"),
        _ => Names[type.Kind],
    };

    /// <summary>Writes a type.</summary>
    public static JsonNode Write(IcebergType type) => type switch
    {
        IcebergType.Primitive primitive => JsonValue.Create(NameOf(primitive)),
        IcebergType.Struct s => new JsonObject { ["type"] = "struct", ["fields"] = WriteFields(s.Fields) },
        IcebergType.List list => new JsonObject
        {
            ["type"] = "list",
            ["element-id"] = list.ElementId,
            ["element"] = Write(list.Element),
            ["element-required"] = list.ElementRequired,
        },
        IcebergType.Map map => new JsonObject
        {
            ["type"] = "map",
            ["key-id"] = map.KeyId,
            ["key"] = Write(map.Key),
            ["value-id"] = map.ValueId,
            ["value"] = Write(map.Value),
            ["value-required"] = map.ValueRequired,
        },
        _ => throw new InvalidOperationException($"Unknown type {type}."),
    };

    /// <summary>Writes a schema.</summary>
    public static JsonObject Write(IcebergSchema schema)
    {
        var json = new JsonObject
        {
            ["type"] = "struct",
            ["schema-id"] = schema.SchemaId,
            ["fields"] = WriteFields(schema.Fields),
        };
        if (schema.IdentifierFieldIds is { Count: > 0 } ids)
        {
            json["identifier-field-ids"] = new JsonArray([.. ids.Select(id => (JsonNode)id)]);
        }

        return json;
    }

    /// <summary>Reads a type.</summary>
    /// <exception cref="FaultException"><c>lake.type_unknown</c>.</exception>
    public static IcebergType Read(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.String)
        {
            return ReadPrimitive(json.GetString()!);
        }

        return json.GetProperty("type").GetString() switch
        {
            "struct" => new IcebergType.Struct(ReadFields(json)),
            "list" => new IcebergType.List(
                json.GetProperty("element-id").GetInt32(), Read(json.GetProperty("element")), json.GetProperty("element-required").GetBoolean()),
            "map" => new IcebergType.Map(
                json.GetProperty("key-id").GetInt32(),
                Read(json.GetProperty("key")),
                json.GetProperty("value-id").GetInt32(),
                Read(json.GetProperty("value")),
                json.GetProperty("value-required").GetBoolean()),
            var other => throw Unknown(other ?? "null"),
        };
    }

    /// <summary>Reads a schema.</summary>
    public static IcebergSchema ReadSchema(JsonElement json) => new(
        json.TryGetProperty("schema-id", out var id) ? id.GetInt32() : 0,
        ReadFields(json),
        json.TryGetProperty("identifier-field-ids", out var ids) ? [.. ids.EnumerateArray().Select(item => item.GetInt32())] : null);

    private static JsonArray WriteFields(IReadOnlyList<NestedField> fields) => new([.. fields.Select(field =>
    {
        var json = new JsonObject { ["id"] = field.Id, ["name"] = field.Name, ["required"] = field.Required, ["type"] = Write(field.Type) };
        if (field.Doc is not null)
        {
            json["doc"] = field.Doc;
        }

        if (field.InitialDefault is not null)
        {
            json["initial-default"] = JsonNode.Parse(field.InitialDefault);
        }

        if (field.WriteDefault is not null)
        {
            json["write-default"] = JsonNode.Parse(field.WriteDefault);
        }

        return (JsonNode)json;
    })]);

    private static NestedField[] ReadFields(JsonElement json) => [.. json.GetProperty("fields").EnumerateArray().Select(field => new NestedField(
        field.GetProperty("id").GetInt32(),
        field.GetProperty("name").GetString() ?? throw new JsonException("A field has no name."),
        field.GetProperty("required").GetBoolean(),
        Read(field.GetProperty("type")),
        field.TryGetProperty("doc", out var doc) ? doc.GetString() : null)
    {
        InitialDefault = Default(field, "initial-default"),
        WriteDefault = Default(field, "write-default"),
    })];

    private static string? Default(JsonElement field, string name) =>
        field.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.GetRawText() : null;

    private static IcebergType.Primitive ReadPrimitive(string name)
    {
        if (Kinds.TryGetValue(name, out var kind))
        {
            return new IcebergType.Primitive(kind);
        }

        var sized = Sized().Match(name);
        if (!sized.Success)
        {
            throw Unknown(name);
        }

        var first = int.Parse(sized.Groups["a"].ValueSpan, CultureInfo.InvariantCulture);
        if (!sized.Groups["b"].Success)
        {
            return first > 0 ? new IcebergType.Primitive(PrimitiveKind.Fixed, first) : throw Unknown(name);
        }

        var scale = int.Parse(sized.Groups["b"].ValueSpan, CultureInfo.InvariantCulture);
        return first is >= 1 and <= MostDigits && scale <= first ? new IcebergType.Primitive(PrimitiveKind.Decimal, first, scale) : throw Unknown(name);
    }

    private static FaultException Unknown(string name) => new(Fault.Invalid(
        "lake.type_unknown", $"The table has a column of type {name}, which Iceberg version 2 does not know.", null,
        "Drop or convert the column with the engine that made it."));

    [GeneratedRegex(@"^(?:decimal\(\s*(?<a>\d{1,2})\s*,\s*(?<b>\d{1,2})\s*\)|fixed\[\s*(?<a>\d{1,9})\s*\])$")]
    private static partial Regex Sized();
}
