using Talentys.Kernel;
using Talentys.Lake.Public;
using Talentys.Query.Views;

namespace Talentys.Query.Stages;

/// <summary>Whether a table or view of which one may know is there to be read, and how it is seen: the same for statements, listings, catalogs and completion.</summary>
internal static class Sight
{
    /// <summary>How a view is seen; null where it is not there: all of it is hidden, or a least size of groups holds, which a view cannot keep.</summary>
    public static TableAccess? Of(IAccess access, StoredView view) => access.IsOpen
        ? Whole(view.Name, view.Columns.Select(column => column.Name))
        : access.Of(view.Name, [.. view.Columns.Select(column => new PolicyColumn(column.Name, column.Type))]) is { Columns.Count: > 0, MinGroupSize: <= 1 } seen ? seen : null;

    /// <summary>How a table is seen as it is now; null where all of it is hidden.</summary>
    public static TableAccess? Of(IAccess access, TableShape table) => access.IsOpen
        ? Whole(table.Table.Name, table.Columns.Select(column => column.Name))
        : access.Of(table.Table.Name, [.. table.Columns.Select(column => new PolicyColumn(column.Name, column.SqlType))]) is { Columns.Count: > 0 } seen ? seen : null;

    /// <summary>Whoever sees all is not asked for each column.</summary>
    public static TableAccess Whole(TableName name, IEnumerable<string> columns) =>
        new(name, [.. columns.Select(column => new ColumnAccess(column, null, null))], Principal.EmptySet, null, 0);
}
