using Apache.Arrow;

namespace Talentys.Query.Results;

/// <summary>Names of columns for formats that have each name once.</summary>
internal static class ColumnNames
{
    /// <summary>The names as they are; later ones that occur already are numbered: <c>id</c>, <c>id_1</c>.</summary>
    public static IReadOnlyList<string> Distinct(Schema schema, StringComparer comparer)
    {
        var taken = new HashSet<string>(comparer);
        var next = new Dictionary<string, int>(comparer);
        List<string> names = [];
        foreach (var field in schema.FieldsList)
        {
            var name = field.Name;
            while (!taken.Add(name))
            {
                next[field.Name] = next.GetValueOrDefault(field.Name) + 1;
                name = $"{field.Name}_{next[field.Name]}";
            }

            names.Add(name);
        }

        return names;
    }
}
