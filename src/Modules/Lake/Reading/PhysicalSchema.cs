using Talentys.Lake.Types;

namespace Talentys.Lake.Reading;

/// <summary>What a Parquet file holds. Files of one kind share one, so that they are compared by reference.</summary>
internal sealed class PhysicalSchema(IReadOnlyList<PhysicalField> fields)
{
    /// <summary>The columns.</summary>
    public IReadOnlyList<PhysicalField> Fields { get; } = fields;

    /// <summary>Whether the writer knew field ids: one anywhere is enough, as in other engines.</summary>
    public bool HasIds { get; } = fields.Any(HasId);

    /// <summary>What a file of ours holds, which has exactly the types of its schema.</summary>
    /// <param name="columns">Those columns of its schema that it has.</param>
    public static PhysicalSchema Of(IEnumerable<NestedField> columns) => new([.. columns.Select(Field)]);

    private static PhysicalField Field(NestedField field) => new(field.Name, field.Name, field.Id, TypeOf(field.Type));

    private static PhysicalType TypeOf(IcebergType type) => type switch
    {
        IcebergType.Struct s => new PhysicalType.Struct([.. s.Fields.Select(Field)]),
        IcebergType.List list => new PhysicalType.List(new PhysicalField("element", "element", list.ElementId, TypeOf(list.Element))),
        IcebergType.Map map => new PhysicalType.Map(
            new PhysicalField("key", "key", map.KeyId, TypeOf(map.Key)), new PhysicalField("value", "value", map.ValueId, TypeOf(map.Value))),
        _ => new PhysicalType.Leaf(EngineTypeName.Of(type)),
    };

    private static bool HasId(PhysicalField field) => field.Id is not null || field.Type switch
    {
        PhysicalType.Struct s => s.Fields.Any(HasId),
        PhysicalType.List list => HasId(list.Element) || (list.Wrapped is { } wrapped && HasId(wrapped)),
        PhysicalType.Map map => HasId(map.Key) || HasId(map.Value),
        _ => false,
    };
}
