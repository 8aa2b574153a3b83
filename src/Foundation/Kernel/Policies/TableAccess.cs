namespace Talentys.Kernel;

/// <summary>How a principal sees a table: which columns, which values of them, which rows.</summary>
/// <param name="Table">The table.</param>
/// <param name="Columns">Its columns that are not hidden, in order.</param>
/// <param name="Hidden">Names of the columns that are not there for the principal.</param>
/// <param name="Filter">A condition over the true columns; rows for which it is not true are not there. Null for all rows.</param>
/// <param name="MinGroupSize">Least number of rows that an answer may tell of; 0 or 1 for any.</param>
public sealed record TableAccess(
    TableName Table, IReadOnlyList<ColumnAccess> Columns, IReadOnlySet<string> Hidden, string? Filter, int MinGroupSize)
{
    /// <summary>
    /// Written behind a subquery: a sample of all its rows. The engine moves no condition of a statement below it, where it would be
    /// evaluated on hidden rows and could tell of them by failing.
    /// </summary>
    public const string Fence = "TABLESAMPLE SYSTEM (100%)";

    /// <summary>Whether the principal sees the table as it is.</summary>
    public bool IsWhole => Filter is null && MinGroupSize <= 1 && Hidden.Count == 0 && Columns.All(column => column.Sql is null);

    /// <summary>Whether rows are hidden.</summary>
    public bool HidesRows => Filter is not null;

    /// <summary>Whether a column shows its true values.</summary>
    public bool IsPlain(string column) =>
        !Hidden.Contains(column)
        && !Columns.Any(seen => seen.Sql is not null && string.Equals(seen.Name, column, StringComparison.OrdinalIgnoreCase));

    /// <summary>The SELECT that gives what the principal sees of the rows of a SELECT.</summary>
    public string Apply(string select)
    {
        if (Filter is null && Hidden.Count == 0 && Columns.All(column => column.Sql is null))
        {
            return select;
        }

        var name = SqlText.Quote(Table.Name);
        var columns = string.Join(", ", Columns.Select(column =>
            column.Sql is null ? SqlText.Quote(column.Name) : $"({column.Sql}\n) AS {SqlText.Quote(column.Name)}"));
        return Filter is null
            ? $"SELECT {columns} FROM ({select}) AS {name}"
            : $"SELECT {columns} FROM (SELECT * FROM ({select}) AS {name} WHERE ({Filter}\n)) AS {name} {Fence}";
    }
}

/// <summary>A column that is seen.</summary>
/// <param name="Name">Name.</param>
/// <param name="Sql">What is seen instead of its values; null for the values.</param>
/// <param name="Mask">Name of the mask; null without one.</param>
public sealed record ColumnAccess(string Name, string? Sql, string? Mask);
