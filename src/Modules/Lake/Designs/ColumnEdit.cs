using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Lake.Types;

namespace Talentys.Lake.Designs;

/// <summary>Changes of a schema by the rules of Iceberg: ids stay with their columns and are never used again.</summary>
internal sealed class ColumnEdit(IcebergSchema schema, int lastColumnId)
{
    /// <summary>The schema after the changes so far.</summary>
    public IcebergSchema Schema { get; private set; } = schema;

    /// <summary>The highest id assigned.</summary>
    public int LastColumnId { get; private set; } = lastColumnId;

    /// <summary>Makes a change.</summary>
    /// <exception cref="FaultException"><c>lake.column_unknown</c>, <c>lake.schema_conflict</c>, <c>lake.column_refused</c>.</exception>
    public void Apply(ColumnChange change)
    {
        var path = (change switch
        {
            ColumnChange.Add add => add.Name,
            ColumnChange.Drop drop => drop.Name,
            ColumnChange.Rename rename => rename.Name,
            ColumnChange.Widen widen => widen.Name,
            ColumnChange.MakeOptional optional => optional.Name,
            ColumnChange.MakeRequired required => required.Name,
            ColumnChange.Document document => document.Name,
            ColumnChange.Move move => move.Name,
            _ => throw new InvalidOperationException($"Unknown change {change}."),
        }).Split('.');

        // a column whose own name has dots is meant before a field of a struct
        var whole = string.Join('.', path);
        var parts = path.Length > 1 && Schema.Fields.Any(field => ColumnNames.Comparer.Equals(field.Name, whole)) ? [whole] : path;
        Schema = Schema with { Fields = Changed(Schema.Fields, parts, change) };
        if (Schema.IdentifierFieldIds is { Count: > 0 } identifiers && identifiers.FirstOrDefault(id => Schema.Find(id) is null) is > 0)
        {
            throw Conflict($"Column {whole} identifies the rows of the table.", whole);
        }
    }

    private List<NestedField> Changed(IReadOnlyList<NestedField> fields, ReadOnlySpan<string> path, ColumnChange change)
    {
        var result = fields.ToList();
        var (name, at) = (path[0], IndexOf(fields, path[0]));
        if (path.Length > 1)
        {
            var outer = at >= 0 ? result[at] : throw Unknown(name);
            result[at] = outer with { Type = Inside(outer, outer.Type, path[1..], change) };
            return result;
        }

        if (change is ColumnChange.Add add)
        {
            result.Add(at < 0 ? New(name, add) : throw Refused($"There is a column {name} already.", name));
            return result;
        }

        var field = at >= 0 ? result[at] : throw Unknown(name);
        switch (change)
        {
            case ColumnChange.Drop:
                result.RemoveAt(at);
                return result.Count > 0 ? result : throw Refused($"Column {name} is the last one.", name);
            case ColumnChange.Rename rename:
                result[at] = IndexOf(fields, rename.NewName) is var other && (other < 0 || other == at) && rename.NewName.Length > 0
                    ? field with { Name = rename.NewName }
                    : throw Refused($"There is a column {rename.NewName} already.", rename.NewName);
                return result;
            case ColumnChange.Widen widen:
                result[at] = field.Type is IcebergType.Primitive before && ColumnTypes.Of(name, widen.SqlType) is IcebergType.Primitive after && TypePromotion.CanBecome(before, after)
                    ? field with { Type = after }
                    : throw Conflict($"Column {name} is {EngineTypeName.Of(field.Type)}, which cannot become {widen.SqlType}.", name);
                return result;
            case ColumnChange.MakeOptional:
                result[at] = field with { Required = false };
                return result;
            case ColumnChange.MakeRequired:
                result[at] = field with { Required = true };
                return result;
            case ColumnChange.Document document:
                result[at] = field with { Doc = document.Doc };
                return result;
            case ColumnChange.Move move:
                result.RemoveAt(at);
                var position = move.After is null ? -1 : IndexOf(result, move.After);
                result.Insert(move.After is null || position >= 0 ? position + 1 : throw Unknown(move.After), field);
                return result;
            default:
                throw new InvalidOperationException($"Unknown change {change}.");
        }
    }

    private IcebergType Inside(NestedField outer, IcebergType type, ReadOnlySpan<string> path, ColumnChange change)
    {
        var changed = type switch
        {
            IcebergType.Struct s => new IcebergType.Struct(Changed(s.Fields, path, change)),
            IcebergType.List list when path[0] == "element" && path.Length > 1 => list with { Element = Inside(outer, list.Element, path[1..], change) },
            IcebergType.Map map when path[0] == "value" && path.Length > 1 => map with { Value = Inside(outer, map.Value, path[1..], change) },
            IcebergType.Map when path[0] == "key" => throw Conflict($"Keys of {outer.Name} cannot be changed.", outer.Name),
            _ => (IcebergType?)null,
        };
        return changed ?? throw Unknown($"{outer.Name}.{path[0]}");
    }

    private NestedField New(string name, ColumnChange.Add add)
    {
        if (name.Length == 0)
        {
            throw Refused("A column has no name.", name);
        }

        var evolution = new SchemaEvolution(LastColumnId);
        var field = evolution.Replace([], [new NestedField(0, name, false, ColumnTypes.Of(name, add.SqlType), add.Doc)])[0];
        LastColumnId = evolution.LastColumnId;
        return field;
    }

    private static int IndexOf(IReadOnlyList<NestedField> fields, string name)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            if (ColumnNames.Comparer.Equals(fields[i].Name, name))
            {
                return i;
            }
        }

        return -1;
    }

    private static FaultException Unknown(string name) =>
        new(Fault.NotFound("lake.column_unknown", $"There is no column {name}.", "Look at the table's columns to see their names."));

    private static FaultException Refused(string message, string name) =>
        new(Fault.Invalid("lake.column_refused", message, name, "Choose another name."));

    private static FaultException Conflict(string message, string name) => new(new Fault(
        FaultKind.Conflict, "lake.schema_conflict", message, name, "Add a new column and fill it, or replace the table."));
}
