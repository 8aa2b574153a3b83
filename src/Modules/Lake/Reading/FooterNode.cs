using Talentys.Lake.Types;

namespace Talentys.Lake.Reading;

/// <summary>An element of the schema in a Parquet footer, as <c>parquet_schema</c> lists them.</summary>
/// <param name="Name">Name.</param>
/// <param name="Repeated">Whether it repeats.</param>
/// <param name="Id">Field id, or null.</param>
/// <param name="Children">Its children; none for a leaf.</param>
internal sealed record FooterNode(string Name, bool Repeated, int? Id, IReadOnlyList<FooterNode> Children)
{
    /// <summary>The type of what the engine shows in a form that is not known here.</summary>
    public const string Strange = "a nested type of an unknown encoding";

    /// <summary>The tree of a footer, whose elements stand parents first.</summary>
    /// <exception cref="InvalidDataException">The numbers of children do not fit.</exception>
    public static FooterNode Read(IReadOnlyList<(string Name, bool Repeated, int? Id, int Children)> elements)
    {
        var at = 0;
        return Next(0);

        FooterNode Next(int depth)
        {
            if (at >= elements.Count || depth > 200)
            {
                throw new InvalidDataException("The schema of the file is cut off.");
            }

            var (name, repeated, id, count) = elements[at++];
            var children = new FooterNode[count];
            for (var i = 0; i < count; i++)
            {
                children[i] = Next(depth + 1);
            }

            return new FooterNode(name, repeated, id, children);
        }
    }

    /// <summary>
    /// The columns, put together with the types that the engine gives them: those have the names and the shape by which the
    /// parts are addressed, whatever encoding of lists and maps the file has.
    /// </summary>
    public IReadOnlyList<PhysicalField> Columns(IReadOnlyList<(string Name, EngineType Type)> described) => described.Count == Children.Count
        ? [.. Children.Zip(described, (node, column) => node.Field(column.Name, column.Type))]
        : throw new InvalidDataException("The engine shows other columns than the file has.");

    private PhysicalField Field(string name, EngineType type) => new(name, Name, Id, TypeAs(type));

    private PhysicalType TypeAs(EngineType type)
    {
        switch (type)
        {
            case EngineType.List list when Repeated:
                // a field that repeats by itself: it is list and element
                return new PhysicalType.List((this with { Repeated = false, Id = null }).Field("element", list.Element));
            case EngineType.List list when Children is [{ Repeated: true } middle]:
                return middle.Children.Count == 1 && !FitsAsStruct(middle, list.Element)
                    ? new PhysicalType.List(
                        middle.Children[0].Field("element", list.Element),
                        new PhysicalField("element", middle.Name, middle.Id, new PhysicalType.Struct([middle.Children[0].Field("", list.Element)], Collapsed: true)))
                    : new PhysicalType.List((middle with { Repeated = false }).Field("element", list.Element));
            case EngineType.Map map when Children is [{ Repeated: true, Children: [var key, var value] }]:
                return new PhysicalType.Map(key.Field("key", map.Key), value.Field("value", map.Value));
            case EngineType.Map map when Repeated && Children is [var key, var value]:
                return new PhysicalType.Map(key.Field("key", map.Key), value.Field("value", map.Value));
            case EngineType.Struct s when s.Fields.Count == Children.Count && Children.Count > 0:
                return new PhysicalType.Struct([.. Children.Zip(s.Fields, (node, field) => node.Field(field.Name, field.Type))]);
            case EngineType.Struct or EngineType.List or EngineType.Map:
                return new PhysicalType.Leaf(Strange); // is told when the column is asked for
            case EngineType.Decimal number:
                return new PhysicalType.Leaf(EngineTypeName.Of(new IcebergType.Primitive(PrimitiveKind.Decimal, number.Precision, number.Scale)));
            case EngineType.Simple simple:
                return new PhysicalType.Leaf(simple.Name);
            case EngineType.Opaque opaque:
                return new PhysicalType.Leaf(opaque.Name);
            default:
                throw new InvalidOperationException($"Unknown type {type}.");
        }
    }

    /// <summary>Whether the engine kept a struct of one field, instead of showing the field in its place.</summary>
    private static bool FitsAsStruct(FooterNode node, EngineType type) =>
        type is EngineType.Struct { Fields: [var only] } && only.Name == node.Children[0].Name && node.Children[0].Children.Count == 0;
}
