using Talentys.Kernel;

namespace Talentys.Lake.Types;

/// <summary>
/// A field id means one column for ever (spec, "Schema evolution"): files are read by it. Whoever changes a schema, an id may
/// not come to mean another column, nor a column get a type that its older values are not read as.
/// </summary>
internal static class FieldIdCheck
{
    /// <summary>Passes a schema whose ids mean what they mean in the table's other schemas.</summary>
    /// <exception cref="FaultException"><c>lake.schema_conflict</c>.</exception>
    public static void Ensure(IcebergSchema schema, IEnumerable<IcebergSchema> others)
    {
        var after = PlacesOf(schema);
        foreach (var before in others.Select(PlacesOf))
        {
            foreach (var (id, now) in after)
            {
                if (before.TryGetValue(id, out var then) && !(now.Parent == then.Parent && now.Part == then.Part && MayBe(then, now)))
                {
                    throw new FaultException(new Fault(
                        FaultKind.Conflict,
                        "lake.schema_conflict",
                        $"Column {now.Name} would be {EngineTypeName.Of(now.Type)} under the field id {id}, which is {EngineTypeName.Of(then.Type)} {then.Name} in this table.",
                        now.Name,
                        "Give it a new field id, or a type that the old one widens to."));
                }
            }
        }
    }

    /// <summary>One type widens to the other: tables go back to older schemas too.</summary>
    private static bool MayBe(Place then, Place now) => (then.Type, now.Type) switch
    {
        (IcebergType.Primitive one, IcebergType.Primitive other) =>
            then.Part == Part.Key ? one == other : TypePromotion.CanBecome(one, other) || TypePromotion.CanBecome(other, one),
        (IcebergType.Struct, IcebergType.Struct) => true,
        (IcebergType.List one, IcebergType.List other) => one.ElementId == other.ElementId,
        (IcebergType.Map one, IcebergType.Map other) => one.KeyId == other.KeyId && one.ValueId == other.ValueId,
        _ => false,
    };

    private static Dictionary<int, Place> PlacesOf(IcebergSchema schema)
    {
        var places = new Dictionary<int, Place>();
        Struct(0, "", schema.Fields);
        return places;

        void Struct(int parent, string path, IReadOnlyList<NestedField> fields)
        {
            foreach (var field in fields)
            {
                Add(field.Id, parent, Part.Field, path.Length == 0 ? field.Name : $"{path}.{field.Name}", field.Type);
            }
        }

        void Add(int id, int parent, Part part, string name, IcebergType type)
        {
            places[id] = new Place(parent, part, name, type);
            switch (type)
            {
                case IcebergType.Struct s:
                    Struct(id, name, s.Fields);
                    break;
                case IcebergType.List list:
                    Add(list.ElementId, id, Part.Element, $"{name}.element", list.Element);
                    break;
                case IcebergType.Map map:
                    Add(map.KeyId, id, Part.Key, $"{name}.key", map.Key);
                    Add(map.ValueId, id, Part.Value, $"{name}.value", map.Value);
                    break;
                default:
                    break;
            }
        }
    }

    private enum Part
    {
        Field,
        Element,
        Key,
        Value,
    }

    private sealed record Place(int Parent, Part Part, string Name, IcebergType Type);
}
