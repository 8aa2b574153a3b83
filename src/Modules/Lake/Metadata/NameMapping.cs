using System.Text.Json.Nodes;
using Talentys.Lake.Types;

namespace Talentys.Lake.Metadata;

/// <summary>The property by which engines read files without field ids (spec, "Column projection").</summary>
internal static class NameMapping
{
    /// <summary>Name of the property.</summary>
    public const string Property = "schema.name-mapping.default";

    /// <summary>The mapping of a schema.</summary>
    public static string Of(IcebergSchema schema) => Fields(schema.Fields).ToJsonString();

    private static JsonArray Fields(IEnumerable<NestedField> fields) => new([.. fields.Select(field => (JsonNode)Entry(field.Id, field.Name, field.Type))]);

    private static JsonObject Entry(int id, string name, IcebergType type)
    {
        var entry = new JsonObject { ["field-id"] = id, ["names"] = new JsonArray(name) };
        var children = type switch
        {
            IcebergType.Struct s => Fields(s.Fields),
            IcebergType.List list => new JsonArray(Entry(list.ElementId, "element", list.Element)),
            IcebergType.Map map => new JsonArray(Entry(map.KeyId, "key", map.Key), Entry(map.ValueId, "value", map.Value)),
            _ => null,
        };
        if (children is not null)
        {
            entry["fields"] = children;
        }

        return entry;
    }
}
