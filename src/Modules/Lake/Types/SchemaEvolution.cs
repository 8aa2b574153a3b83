using Talentys.Kernel;

namespace Talentys.Lake.Types;

/// <summary>Assigns field ids to new columns and merges them into a table's schema by the rules of Iceberg.</summary>
/// <param name="lastColumnId">The highest id that the table ever assigned.</param>
internal sealed class SchemaEvolution(int lastColumnId)
{
    /// <summary>The highest id assigned so far.</summary>
    public int LastColumnId { get; private set; } = lastColumnId;

    /// <summary>
    /// The columns of a table after rows with <paramref name="incoming"/> columns are added: new ones at the end, types
    /// widened where the incoming ones ask for it.
    /// </summary>
    /// <exception cref="FaultException"><c>lake.schema_conflict</c>.</exception>
    public IReadOnlyList<NestedField> Merge(IReadOnlyList<NestedField> existing, IReadOnlyList<NestedField> incoming, string place = "")
    {
        var merged = existing.ToList();
        var index = Index(existing);
        foreach (var field in incoming)
        {
            if (index.TryGetValue(field.Name, out var position))
            {
                var old = merged[position];
                merged[position] = old with { Type = MergeType(Join(place, old.Name), old.Type, field.Type), Doc = field.Doc ?? old.Doc };
            }
            else
            {
                merged.Add(Assign(field));
            }
        }

        return merged;
    }

    /// <summary>
    /// The columns of a replaced table: those of <paramref name="incoming"/>, in their order. A column keeps its id when
    /// the type it had may become the type it gets; else it is a new column.
    /// </summary>
    public IReadOnlyList<NestedField> Replace(IReadOnlyList<NestedField> existing, IReadOnlyList<NestedField> incoming)
    {
        var index = Index(existing);
        return [.. incoming.Select(field =>
            index.TryGetValue(field.Name, out var position) && Keep(existing[position].Type, field.Type) is { } type
                ? new NestedField(existing[position].Id, field.Name, false, type, field.Doc ?? existing[position].Doc)
                : Assign(field))];
    }

    private IcebergType MergeType(string place, IcebergType old, IcebergType incoming)
    {
        switch (old, incoming)
        {
            case (IcebergType.Primitive before, IcebergType.Primitive after):
                return TypePromotion.FitsInto(after, before) ? before
                    : TypePromotion.CanBecome(before, after) ? after
                    : throw Conflict(place, old, incoming);
            case (IcebergType.Struct before, IcebergType.Struct after):
                return new IcebergType.Struct(Merge(before.Fields, after.Fields, place));
            case (IcebergType.List before, IcebergType.List after):
                return before with { Element = MergeType(Join(place, "element"), before.Element, after.Element) };
            case (IcebergType.Map before, IcebergType.Map after):
                // a map's keys may not change (spec): incoming keys must fit
                return MergeType(Join(place, "key"), before.Key, after.Key) == before.Key
                    ? before with { Value = MergeType(Join(place, "value"), before.Value, after.Value) }
                    : throw Conflict(place, old, incoming);
            default:
                throw Conflict(place, old, incoming);
        }
    }

    private IcebergType? Keep(IcebergType old, IcebergType incoming)
    {
        switch (old, incoming)
        {
            case (IcebergType.Primitive before, IcebergType.Primitive after):
                return TypePromotion.CanBecome(before, after) ? after : null;
            case (IcebergType.Struct before, IcebergType.Struct after):
                return new IcebergType.Struct(Replace(before.Fields, after.Fields));
            case (IcebergType.List before, IcebergType.List after):
                return Keep(before.Element, after.Element) is { } element ? before with { Element = element } : null;
            case (IcebergType.Map before, IcebergType.Map after):
                return Keep(before.Key, after.Key) == before.Key && Keep(before.Value, after.Value) is { } value
                    ? before with { Value = value }
                    : null;
            default:
                return null;
        }
    }

    private NestedField Assign(NestedField field) => field with { Id = ++LastColumnId, Required = false, Type = Assign(field.Type) };

    private IcebergType Assign(IcebergType type) => type switch
    {
        IcebergType.Struct s => new IcebergType.Struct([.. s.Fields.Select(Assign)]),
        IcebergType.List list => new IcebergType.List(++LastColumnId, Assign(list.Element)),
        IcebergType.Map map => new IcebergType.Map(++LastColumnId, Assign(map.Key), ++LastColumnId, Assign(map.Value)),
        _ => type,
    };

    private static Dictionary<string, int> Index(IReadOnlyList<NestedField> fields)
    {
        var index = new Dictionary<string, int>(fields.Count, ColumnNames.Comparer);
        for (var i = 0; i < fields.Count; i++)
        {
            index.TryAdd(fields[i].Name, i);
        }

        return index;
    }

    private static string Join(string place, string name) => place.Length == 0 ? name : $"{place}.{name}";

    private static FaultException Conflict(string place, IcebergType old, IcebergType incoming)
    {
        var (before, after) = (EngineTypeName.Of(old), EngineTypeName.Of(incoming));
        return new FaultException(new Fault(
            FaultKind.Conflict,
            "lake.schema_conflict",
            $"Column {place} is {before} in the table and {after} in the new rows.",
            place,
            $"Cast the column to {before}, or replace the table instead of appending to it."));
    }
}
