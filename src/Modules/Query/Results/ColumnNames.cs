using Apache.Arrow;

namespace Talentys.Query.Results;

/// <summary>Names of columns for formats that have each name once.</summary>
internal static class ColumnNames
{
    /// <summary>The names as they are; later ones that occur already are numbered: <c>id</c>, <c>id_1</c>.</summary>
    public static IReadOnlyList<string> Distinct(Schema schema, StringComparer comparer) => Distinct(schema.FieldsList.Select(field => field.Name), comparer);

    /// <summary>The same of a list of names.</summary>
    public static IReadOnlyList<string> Distinct(IEnumerable<string> given, StringComparer comparer)
    {
        var taken = new HashSet<string>(comparer);
        var next = new Dictionary<string, int>(comparer);
        List<string> names = [];
        foreach (var wanted in given)
        {
            var name = wanted;
            while (!taken.Add(name))
            {
                next[wanted] = next.GetValueOrDefault(wanted) + 1;
                name = $"{wanted}_{next[wanted]}";
            }

            names.Add(name);
        }

        return names;
    }
}
