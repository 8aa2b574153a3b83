using System.Globalization;
using System.Text;
using Talentys.Kernel;
using Talentys.Lake.Types;

namespace Talentys.Lake.Reading;

/// <summary>
/// Reads a file as columns of a table: parts are found by field id and put together by the table's names, types and order,
/// at any depth (spec, "Column projection"). What the file does not have is null, or the one value that its partition tells.
/// </summary>
/// <param name="file">What the file holds, with field ids.</param>
/// <param name="constants">Values of identity partitions by field id.</param>
/// <param name="alias">What stands before the names of the file's columns: nothing, or an alias and a dot.</param>
/// <param name="place">The file, for faults.</param>
internal sealed class FileProjection(PhysicalSchema file, IReadOnlyDictionary<int, object?> constants, string alias, string place)
{
    private readonly Dictionary<int, PhysicalField> columns = ById(file.Fields);
    private readonly StringBuilder used = new();
    private int lambdas;

    /// <summary>What was read so far, in which files of one scan must agree: the reader takes names and types from the first.</summary>
    public string Used => used.ToString();

    /// <summary>A column, for a select list.</summary>
    public string Column(NestedField column)
    {
        var (value, name) = (Value(column), SqlText.Quote(column.Name));
        return value == name ? name : $"{value} AS {name}";
    }

    /// <summary>The value of a column.</summary>
    public string Value(NestedField column) => columns.TryGetValue(column.Id, out var stored)
        ? Value(Use(stored), stored.Type, column.Type, column.Name)
        : Missing(column, column.Name);

    /// <summary>The value of a column, or of a field inside structs.</summary>
    /// <param name="path">The fields from the column down.</param>
    public string Value(IReadOnlyList<NestedField> path)
    {
        if (path.Count == 1 || !columns.TryGetValue(path[0].Id, out var stored))
        {
            return path.Count == 1 ? Value(path[0]) : Missing(path[^1], path[^1].Name);
        }

        var value = Use(stored);
        foreach (var field in path.Skip(1))
        {
            if (stored.Type is not PhysicalType.Struct s || s.Fields.FirstOrDefault(child => child.Id == field.Id) is not { } child)
            {
                return Missing(field, field.Name);
            }

            value = s.Collapsed ? value : Extract(value, child.Name);
            stored = child;
        }

        return Value(value, stored.Type, path[^1].Type, path[^1].Name);
    }

    private static Dictionary<int, PhysicalField> ById(IReadOnlyList<PhysicalField> fields)
    {
        var byId = new Dictionary<int, PhysicalField>(fields.Count);
        foreach (var field in fields)
        {
            if (field.Id is { } id)
            {
                byId.TryAdd(id, field);
            }
        }

        return byId;
    }

    private static string Extract(string value, string name) => $"struct_extract({value}, {SqlText.Literal(name)})";

    private string Use(PhysicalField column)
    {
        var name = alias + SqlText.Quote(column.Name);
        used.Append(name).Append(' ');
        Describe(column.Type);
        return name;
    }

    private void Describe(PhysicalType type)
    {
        switch (type)
        {
            case PhysicalType.Leaf leaf:
                used.Append(leaf.Engine).Append(';');
                break;
            case PhysicalType.Struct s:
                used.Append('{');
                foreach (var field in s.Fields)
                {
                    used.Append(SqlText.Quote(field.Name)).Append(' ');
                    Describe(field.Type);
                }

                used.Append('}');
                break;
            case PhysicalType.List list:
                used.Append('[');
                Describe(list.Element.Type);
                break;
            case PhysicalType.Map map:
                used.Append('<');
                Describe(map.Key.Type);
                Describe(map.Value.Type);
                break;
            default:
                throw new InvalidOperationException($"Unknown type {type}.");
        }
    }

    /// <summary>The value as the table has it; the same expression when the file has it just so.</summary>
    private string Value(string value, PhysicalType stored, IcebergType type, string column)
    {
        switch (stored, type)
        {
            case (PhysicalType.Leaf leaf, IcebergType.Primitive primitive):
                return PrimitiveCast.Of(value, leaf.Engine, primitive) ?? throw Differs(leaf.Engine, type, column);
            case (PhysicalType.Struct parts, IcebergType.Struct s):
                return Struct(value, parts, s, column);
            case (PhysicalType.List parts, IcebergType.List list):
                var element = parts.Wrapped is { } wrapped && list.Element is IcebergType.Struct && parts.Element.Type is not PhysicalType.Struct ? wrapped : parts.Element;
                var item = Lambda();
                var one = Value(item, element.Type, list.Element, $"{column}.element");
                return one == item ? value : $"list_transform({value}, lambda {item}: {one})";
            case (PhysicalType.Map parts, IcebergType.Map map):
                var entry = Lambda();
                var (oldKey, oldValue) = ($"struct_extract({entry}, 'key')", $"struct_extract({entry}, 'value')");
                var (key, mapped) = (Value(oldKey, parts.Key.Type, map.Key, $"{column}.key"), Value(oldValue, parts.Value.Type, map.Value, $"{column}.value"));
                return key == oldKey && mapped == oldValue
                    ? value
                    : $"map_from_entries(list_transform(map_entries({value}), lambda {entry}: struct_pack(\"key\" := {key}, \"value\" := {mapped})))";
            default:
                throw Differs(stored is PhysicalType.Leaf other ? other.Engine : stored.GetType().Name.ToUpperInvariant(), type, column);
        }
    }

    private string Struct(string value, PhysicalType.Struct stored, IcebergType.Struct type, string column)
    {
        var byId = ById(stored.Fields);
        var same = !stored.Collapsed && stored.Fields.Count == type.Fields.Count;
        var parts = new List<string>(type.Fields.Count);
        for (var i = 0; i < type.Fields.Count; i++)
        {
            var field = type.Fields[i];
            if (!byId.TryGetValue(field.Id, out var part))
            {
                same = false;
                parts.Add($"{SqlText.Quote(field.Name)} := {Missing(field, $"{column}.{field.Name}")}");
                continue;
            }

            var old = stored.Collapsed ? value : Extract(value, part.Name);
            var now = Value(old, part.Type, field.Type, $"{column}.{field.Name}");
            same = same && now == old && ReferenceEquals(part, stored.Fields[i]) && part.Name == field.Name;
            parts.Add($"{SqlText.Quote(field.Name)} := {now}");
        }

        var pack = $"struct_pack({string.Join(", ", parts)})";

        // a null struct is not a struct of nulls; where the engine shows its one field in its place they are not told apart
        return same ? value
            : stored.Collapsed ? pack
            : $"CASE WHEN {value} IS NULL THEN NULL ELSE {pack} END";
    }

    private string Missing(NestedField field, string column)
    {
        if (constants.TryGetValue(field.Id, out var constant) && field.Type is IcebergType.Primitive primitive)
        {
            return constant is null ? Null(field.Type) : ValueSql.Of(constant, primitive);
        }

        if (field.InitialDefault is { } text && field.Type is IcebergType.Primitive kind)
        {
            return ValueSql.OfJson(text, kind);
        }

        return field.Required
            ? throw new FaultException(Fault.Failed(
                "lake.column_missing", $"A data file does not have column {column}, which the table requires.", place,
                "Write the file again with the engine that made it, or make the column optional there."))
            : Null(field.Type);
    }

    private static string Null(IcebergType type) => $"CAST(NULL AS {EngineTypeName.Of(type)})";

    private string Lambda() => string.Create(CultureInfo.InvariantCulture, $"x{++lambdas}");

    private FaultException Differs(string stored, IcebergType type, string column) => new(Fault.Failed(
        "lake.type_differs", $"Column {column} is {stored} in a data file and {EngineTypeName.Of(type)} in the table.", place,
        "Write the file again with the engine that made it."));
}
