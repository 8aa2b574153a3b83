using System.Globalization;
using Talentys.Kernel;
using Talentys.Lake.Types;

namespace Talentys.Lake.Writing;

/// <summary>Field ids as the option FIELD_IDS of COPY takes them.</summary>
internal static class FieldIds
{
    /// <summary>The struct for some columns.</summary>
    public static string Of(IEnumerable<NestedField> fields) => $"{{{string.Join(", ", fields.Select(field => Entry(field.Name, field.Id, field.Type)))}}}";

    private static string Entry(string name, int id, IcebergType type)
    {
        var children = type switch
        {
            IcebergType.Struct s => s.Fields.Select(field => Entry(field.Name, field.Id, field.Type)),
            IcebergType.List list => [Entry("element", list.ElementId, list.Element)],
            IcebergType.Map map => [Entry("key", map.KeyId, map.Key), Entry("value", map.ValueId, map.Value)],
            _ => [],
        };
        var number = id.ToString(CultureInfo.InvariantCulture);
        var value = type is IcebergType.Primitive ? number : $"{{{string.Join(", ", children.Prepend($"'__duckdb_field_id': {number}"))}}}";
        return $"{SqlText.Literal(name)}: {value}";
    }
}
