using Talentys.Lake.Types;

namespace Talentys.Lake.Reading;

/// <summary>
/// Names that the engine can tell apart: it compares them without regard to case, other engines do not. The later of two
/// gets a number: <c>id</c>, <c>ID_1</c>. The same schema always gets the same names.
/// </summary>
internal static class UniqueNames
{
    /// <summary>The fields with such names, at any depth.</summary>
    public static IReadOnlyList<NestedField> Of(IReadOnlyList<NestedField> fields)
    {
        var taken = new HashSet<string>(fields.Select(field => field.Name), ColumnNames.Comparer);
        var used = new HashSet<string>(fields.Count, ColumnNames.Comparer);
        var unique = new List<NestedField>(fields.Count);
        foreach (var field in fields)
        {
            var plain = field.Name.Length == 0 ? "_" : field.Name.Replace('\0', '_');
            var name = plain;
            for (var number = 1; !used.Add(name); number++)
            {
                name = $"{plain}_{number}";
                name = taken.Contains(name) ? plain : name; // that one keeps its name
            }

            var type = Of(field.Type);
            unique.Add(name == field.Name && ReferenceEquals(type, field.Type) ? field : field with { Name = name, Type = type });
        }

        return unique.SequenceEqual(fields) ? fields : unique;
    }

    private static IcebergType Of(IcebergType type)
    {
        switch (type)
        {
            case IcebergType.Struct s:
                var fields = Of(s.Fields);
                return ReferenceEquals(fields, s.Fields) ? s : new IcebergType.Struct(fields);
            case IcebergType.List list:
                var element = Of(list.Element);
                return ReferenceEquals(element, list.Element) ? list : list with { Element = element };
            case IcebergType.Map map:
                var (key, value) = (Of(map.Key), Of(map.Value));
                return ReferenceEquals(key, map.Key) && ReferenceEquals(value, map.Value) ? map : map with { Key = key, Value = value };
            default:
                return type;
        }
    }
}
