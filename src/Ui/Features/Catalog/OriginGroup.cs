using Talentys.Contracts;

namespace Talentys.Ui.Features.Catalog;

/// <summary>The pairs of columns that a table shares with another one.</summary>
/// <param name="Table">The other table, with its schema.</param>
/// <param name="At">When a statement last wrote from one to the other, or the view was made.</param>
/// <param name="Written">Whether a statement did; else a view does.</param>
/// <param name="Edges">The pairs, in the order of the table's own columns.</param>
public sealed record OriginGroup(string Table, DateTimeOffset At, bool Written, IReadOnlyList<LineageEdge> Edges)
{
    /// <summary>Schema of the other table.</summary>
    public string Schema => Table[..Math.Max(Dot, 0)];

    /// <summary>Its name.</summary>
    public string Name => Table[(Dot + 1)..];

    private int Dot => Table.IndexOf('.', StringComparison.Ordinal);

    /// <summary>A group for each other table, by name.</summary>
    public static List<OriginGroup> Of(IEnumerable<LineageEdge> edges, IReadOnlyList<TableColumn> columns)
    {
        var order = columns.Select((column, place) => (column.Name, place)).ToDictionary(pair => pair.Name, pair => pair.place, StringComparer.OrdinalIgnoreCase);
        return
        [
            .. edges.GroupBy(edge => edge.Table, StringComparer.OrdinalIgnoreCase).OrderBy(group => group.Key, StringComparer.CurrentCultureIgnoreCase).Select(group => new OriginGroup(
                group.Key, group.Max(edge => edge.At), group.Any(edge => edge.Query is not null),
                [.. group.OrderBy(edge => order.GetValueOrDefault(edge.Column, int.MaxValue)).ThenBy(edge => edge.OtherColumn, StringComparer.CurrentCultureIgnoreCase)])),
        ];
    }
}
