namespace Talentys.Lake.Types;

/// <summary>A schema of a table.</summary>
/// <param name="SchemaId">Number of the schema in the table's metadata.</param>
/// <param name="Fields">The columns.</param>
/// <param name="IdentifierFieldIds">Columns that identify a row, as other engines declared them.</param>
internal sealed record IcebergSchema(int SchemaId, IReadOnlyList<NestedField> Fields, IReadOnlyList<int>? IdentifierFieldIds = null)
{
    /// <summary>Whether both have the same columns, whatever their numbers.</summary>
    public bool SameColumns(IcebergSchema other) => Fields.SequenceEqual(other.Fields);

    /// <summary>The highest field id anywhere in the schema; 0 without columns.</summary>
    public int HighestId => Fields.Select(column => Math.Max(column.Id, HighestIn(column.Type))).DefaultIfEmpty(0).Max();

    /// <summary>A field at any depth by its id, elements of lists and keys and values of maps too; null when there is none.</summary>
    public NestedField? Find(int id) => FindIn(Fields, id);

    /// <summary>Ids of all fields at any depth.</summary>
    public IEnumerable<int> AllIds() => Fields.SelectMany(field => IdsOf(field.Id, field.Type));

    /// <summary>Ids of the primitive fields as Parquet stores them, with path and whether they repeat (inside a list or map).</summary>
    public IEnumerable<SchemaLeaf> Leaves() => Fields.SelectMany(field => LeavesOf([field.Name], field.Id, field.Type, false));

    private static IEnumerable<int> IdsOf(int id, IcebergType type) => type switch
    {
        IcebergType.Struct s => s.Fields.SelectMany(field => IdsOf(field.Id, field.Type)).Prepend(id),
        IcebergType.List list => IdsOf(list.ElementId, list.Element).Prepend(id),
        IcebergType.Map map => IdsOf(map.KeyId, map.Key).Concat(IdsOf(map.ValueId, map.Value)).Prepend(id),
        _ => [id],
    };

    private static NestedField? FindIn(IReadOnlyList<NestedField> fields, int id)
    {
        foreach (var field in fields)
        {
            var found = field.Id == id ? field : field.Type switch
            {
                IcebergType.Struct s => FindIn(s.Fields, id),
                IcebergType.List list => FindIn([new NestedField(list.ElementId, "element", list.ElementRequired, list.Element)], id),
                IcebergType.Map map => FindIn(
                    [new NestedField(map.KeyId, "key", true, map.Key), new NestedField(map.ValueId, "value", map.ValueRequired, map.Value)], id),
                _ => null,
            };
            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }

    private static int HighestIn(IcebergType type) => type switch
    {
        IcebergType.Struct s => s.Fields.Select(field => Math.Max(field.Id, HighestIn(field.Type))).DefaultIfEmpty(0).Max(),
        IcebergType.List list => Math.Max(list.ElementId, HighestIn(list.Element)),
        IcebergType.Map map => Math.Max(Math.Max(map.KeyId, map.ValueId), Math.Max(HighestIn(map.Key), HighestIn(map.Value))),
        _ => 0,
    };

    /// <summary>Leaves below one field; the path is the engine's: fields, <c>element</c>, <c>key</c>, <c>value</c>.</summary>
    public static IEnumerable<SchemaLeaf> LeavesOf(string[] path, int id, IcebergType type, bool repeated) => type switch
    {
        IcebergType.Primitive primitive => [new SchemaLeaf(id, path, primitive, repeated)],
        IcebergType.Struct s => s.Fields.SelectMany(field => LeavesOf([.. path, field.Name], field.Id, field.Type, repeated)),
        IcebergType.List list => LeavesOf([.. path, "element"], list.ElementId, list.Element, true),
        IcebergType.Map map => LeavesOf([.. path, "key"], map.KeyId, map.Key, true)
            .Concat(LeavesOf([.. path, "value"], map.ValueId, map.Value, true)),
        _ => throw new InvalidOperationException($"Unknown type {type}."),
    };
}

/// <summary>A primitive field at any depth.</summary>
/// <param name="Id">Field id.</param>
/// <param name="Path">Names from the column down.</param>
/// <param name="Type">Type.</param>
/// <param name="Repeated">Whether it is inside a list or map, where counts are not those of rows.</param>
internal sealed record SchemaLeaf(int Id, IReadOnlyList<string> Path, IcebergType.Primitive Type, bool Repeated);
