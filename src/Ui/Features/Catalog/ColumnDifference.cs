using Talentys.Contracts;

namespace Talentys.Ui.Features.Catalog;

/// <summary>A column that differs between two versions of a table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Older">Its type in the older one; null when it was not there.</param>
/// <param name="Newer">Its type in the newer one; null when it is gone.</param>
public sealed record ColumnDifference(string Name, string? Older, string? Newer)
{
    /// <summary>All of them, in the order of the columns: those that are gone last.</summary>
    public static IReadOnlyList<ColumnDifference> Of(IReadOnlyList<TableColumn> older, IReadOnlyList<TableColumn> newer)
    {
        var before = older.ToDictionary(column => column.Name, column => column.Type, StringComparer.OrdinalIgnoreCase);
        var after = newer.Select(column => column.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. newer.Select(column => new ColumnDifference(column.Name, before.GetValueOrDefault(column.Name), column.Type)).Where(column => column.Older != column.Newer),
            .. older.Where(column => !after.Contains(column.Name)).Select(column => new ColumnDifference(column.Name, column.Type, null)),
        ];
    }
}
