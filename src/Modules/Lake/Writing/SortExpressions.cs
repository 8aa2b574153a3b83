using Talentys.Lake.Partitions;
using Talentys.Lake.Types;

namespace Talentys.Lake.Writing;

/// <summary>A sort order as parts of ORDER BY.</summary>
internal static class SortExpressions
{
    /// <summary>The parts; columns that the rows do not have, and transforms that are not known, order nothing.</summary>
    public static IEnumerable<string> Of(SortOrder order, IReadOnlyList<NestedField> fields)
    {
        foreach (var part in order.Fields)
        {
            if (FieldSql.Find(fields, part.SourceId) is { } found && part.Transform.Sql(found.Sql, found.Type) is { } sql)
            {
                yield return $"{sql} {(part.Descending ? "DESC" : "ASC")} {(part.NullsFirst ? "NULLS FIRST" : "NULLS LAST")}";
            }
        }
    }
}
