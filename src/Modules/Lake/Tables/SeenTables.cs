using Talentys.Contracts;
using Talentys.Kernel;
using Talentys.Lake.Public;

namespace Talentys.Lake.Tables;

/// <summary>Lists of tables for callers who do not see all: cut from the whole list, because the database knows no policies.</summary>
internal static class SeenTables
{
    /// <summary>A window of the tables that match and are there for the caller; counts that are hidden order as nothing.</summary>
    public static ListWindow<TableListItem> Window(IReadOnlyList<TableSummary> all, TableWindow window, IAccess access)
    {
        var found = all.Where(table => access.MayRead(table.Name)
                && (string.IsNullOrEmpty(window.Schema) || TableStore.Fold(table.Name.Schema) == TableStore.Fold(window.Schema))
                && (string.IsNullOrEmpty(window.Search)
                    || TableStore.Fold($"{table.Name.Schema}.{table.Name.Name}").Contains(TableStore.Fold(window.Search), StringComparison.Ordinal)))
            .Select(table => VisibleTables.Shown(
                VisibleTables.Item(table), access))
            .OrderBy(table => new TableName(table.Schema, table.Name))
            .ToList();
        IEnumerable<TableListItem> ordered = (window.Sort, window.Descending) switch
        {
            (TableSort.Name, false) => found,
            (TableSort.Name, true) => Enumerable.Reverse(found),
            (_, false) => found.OrderBy(table => Key(table, window.Sort)),
            _ => found.OrderByDescending(table => Key(table, window.Sort)),
        };
        return new ListWindow<TableListItem>([.. ordered.Skip(window.Offset).Take(window.Count)], found.Count);
    }

    /// <summary>Schemas that have tables for the caller.</summary>
    public static IReadOnlyList<SchemaListItem> Schemas(IReadOnlyList<TableSummary> all, IAccess access) =>
    [
        .. all.Where(table => access.MayRead(table.Name)).GroupBy(table => TableStore.Fold(table.Name.Schema))
            .OrderBy(schema => schema.Key, StringComparer.Ordinal)
            .Select(schema => new SchemaListItem(schema.Min(table => table.Name.Schema)!, schema.Count())),
    ];

    private static long Key(TableListItem table, TableSort sort) => sort switch
    {
        TableSort.Rows => table.Rows,
        TableSort.Bytes => table.Bytes,
        _ => table.ChangedAt.UtcTicks,
    };
}
