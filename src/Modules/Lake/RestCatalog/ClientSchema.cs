using Talentys.Lake.Partitions;
using Talentys.Lake.Types;

namespace Talentys.Lake.RestCatalog;

/// <summary>Schemas, partition specs and sort orders as clients send them: read, and refused where a table could not be read with them.</summary>
internal static class ClientSchema
{
    private const int MostDigits = 38;

    // spec: the ids above are those of metadata columns
    private const int HighestId = int.MaxValue - 200;

    /// <summary>Reads a schema.</summary>
    /// <param name="value">The schema.</param>
    /// <param name="numbered">Whether its ids are those of the table; else only that they differ matters.</param>
    public static IcebergSchema Schema(RestValue value, bool numbered = true)
    {
        value.Need("fields").Items();
        var schema = value.Read("a schema", IcebergTypeJson.ReadSchema);
        if (schema.Fields.Count == 0)
        {
            throw RestFaults.Invalid("A table needs at least one column.", value.Place);
        }

        var ids = new HashSet<int>();
        foreach (var (id, type) in Parts(schema.Fields, value.Place))
        {
            if (!ids.Add(id))
            {
                throw RestFaults.Invalid($"The field id {id} is there twice.", value.Place, "Give each field, element, key and value an id of its own.");
            }

            if (numbered && id is < 1 or > HighestId)
            {
                throw RestFaults.Invalid($"The field id {id} is not one that a column may have.", value.Place, $"Use ids from 1 to {HighestId}.");
            }

            if (type is IcebergType.Primitive { Kind: PrimitiveKind.Decimal } number && (number.Precision is 0 or > MostDigits || number.Scale > number.Precision))
            {
                throw RestFaults.Invalid($"There is no type {IcebergTypeJson.NameOf(number)}.", value.Place, $"Use 1 to {MostDigits} digits.");
            }
        }

        return (schema.IdentifierFieldIds ?? []).Where(id => !ids.Contains(id)).Cast<int?>().FirstOrDefault() is { } unknown
            ? throw RestFaults.Invalid($"The identifier field {unknown} is not in the schema.", value.Place)
            : schema;
    }

    /// <summary>Gives all fields new ids from 1 on: engines that create a table number its columns as they like.</summary>
    /// <returns>The schema, and what became of each id.</returns>
    public static (IcebergSchema Schema, IReadOnlyDictionary<int, int> Ids) Numbered(IcebergSchema schema)
    {
        var ids = new Dictionary<int, int>();
        var fields = Struct(schema.Fields);
        return (new IcebergSchema(0, fields, schema.IdentifierFieldIds is { } keys ? [.. keys.Select(key => ids[key])] : null), ids);

        // the fields of one level come before what is in them, as other catalogs number them
        IReadOnlyList<NestedField> Struct(IReadOnlyList<NestedField> level)
        {
            var numbers = level.Select(field => Next(field.Id)).ToList();
            return [.. level.Select((field, at) => field with { Id = numbers[at], Type = Of(field.Type) })];
        }

        IcebergType Of(IcebergType type) => type switch
        {
            IcebergType.Struct inner => new IcebergType.Struct(Struct(inner.Fields)),
            IcebergType.List list => list with { ElementId = Next(list.ElementId), Element = Of(list.Element) },
            IcebergType.Map map => map with { KeyId = Next(map.KeyId), ValueId = Next(map.ValueId), Key = Of(map.Key), Value = Of(map.Value) },
            _ => type,
        };

        int Next(int id) => ids[id] = ids.Count + 1;
    }

    /// <summary>Reads the fields of a partition spec over a schema.</summary>
    /// <param name="value">The spec.</param>
    /// <param name="schema">Columns that it may name.</param>
    /// <param name="ids">Ids that the columns got, by those of the request; null where they are the same.</param>
    public static IReadOnlyList<PartitionField> Spec(RestValue value, IcebergSchema schema, IReadOnlyDictionary<int, int>? ids)
    {
        var names = new HashSet<string>();
        var fields = new List<PartitionField>();
        foreach (var item in value.Need("fields").Items())
        {
            var (sourceId, source, transform) = Source(item, schema, ids);
            var name = item.Need("name").Text();
            if (name.Length == 0 || !names.Add(name))
            {
                throw RestFaults.Invalid($"The partition field {name} is there twice, or has no name.", item.Place);
            }

            if (schema.Fields.Any(column => column.Name == name) && !(transform is Transform.Identity or Transform.Void && Named(schema, sourceId) == name))
            {
                throw RestFaults.Invalid($"The partition field {name} has the name of a column.", item.Place, "Give it another name.");
            }

            if (!transform.Takes(source))
            {
                throw RestFaults.Invalid($"The transform {transform} does not take columns of type {IcebergTypeJson.NameOf(source)}.", item.Place);
            }

            fields.Add(new PartitionField(sourceId, ids is null ? item.Find("field-id")?.Int() ?? 0 : 0, name, transform));
        }

        return fields;
    }

    /// <summary>Reads the fields of a sort order over a schema.</summary>
    public static IReadOnlyList<SortField> Order(RestValue value, IcebergSchema schema, IReadOnlyDictionary<int, int>? ids) =>
    [
        .. value.Need("fields").Items().Select(item =>
        {
            var (sourceId, _, transform) = Source(item, schema, ids);
            return new SortField(
                sourceId,
                transform,
                Word(item.Need("direction"), "desc", "asc"),
                Word(item.Need("null-order"), "nulls-first", "nulls-last"));
        }),
    ];

    private static (int Id, IcebergType.Primitive Type, Transform Transform) Source(RestValue item, IcebergSchema schema, IReadOnlyDictionary<int, int>? ids)
    {
        var asked = item.Need("source-id").Int();
        var id = ids is null ? asked : ids.TryGetValue(asked, out var given) ? given : 0;
        var transform = Transform.Parse(item.Need("transform").Text());
        if (transform is Transform.Unknown)
        {
            throw RestFaults.Invalid($"There is no transform {transform}.", item.Place);
        }

        return Parts(schema.Fields, item.Place).Where(part => part.Id == id).Select(part => part.Type).FirstOrDefault() is IcebergType.Primitive type
            ? (id, type, transform)
            : throw RestFaults.Invalid($"The schema has no column {asked} of a simple type.", item.Place);
    }

    private static string? Named(IcebergSchema schema, int id) => schema.Fields.FirstOrDefault(column => column.Id == id)?.Name;

    private static bool Word(RestValue value, string yes, string no) => value.Text() is var word && word == yes || (word == no
        ? false
        : throw value.Wrong($"{yes} or {no}"));

    private static IEnumerable<(int Id, IcebergType Type)> Parts(IReadOnlyList<NestedField> fields, string place)
    {
        var names = new HashSet<string>();
        foreach (var field in fields)
        {
            if (string.IsNullOrEmpty(field.Name) || !names.Add(field.Name))
            {
                throw RestFaults.Invalid($"The field {field.Name} is there twice, or has no name.", place);
            }

            foreach (var part in Parts(field.Id, field.Type, place))
            {
                yield return part;
            }
        }
    }

    private static IEnumerable<(int Id, IcebergType Type)> Parts(int id, IcebergType type, string place) => type switch
    {
        IcebergType.Struct inner => [(id, type), .. Parts(inner.Fields, place)],
        IcebergType.List list => [(id, type), .. Parts(list.ElementId, list.Element, place)],
        IcebergType.Map map => [(id, type), .. Parts(map.KeyId, map.Key, place), .. Parts(map.ValueId, map.Value, place)],
        _ => [(id, type)],
    };
}
