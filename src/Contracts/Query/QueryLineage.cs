namespace Talentys.Contracts;

/// <summary>Where the columns of a statement come from.</summary>
/// <param name="Id">The statement.</param>
/// <param name="Columns">Columns that it returned or wrote; empty where it is not known.</param>
public sealed record QueryLineage(string Id, IReadOnlyList<ColumnOrigin> Columns);

/// <summary>A column, and the columns that have a part in it.</summary>
/// <param name="Table">The table that was written; null for a column of a result.</param>
/// <param name="Column">Its name.</param>
/// <param name="Kind">copied, computed or aggregated: the strongest thing that happens on the way.</param>
/// <param name="Sources">Columns whose values are in it.</param>
/// <param name="Influences">Columns that only decide whether, where or with what it stands: filtered, joined, grouped or ordered.</param>
public sealed record ColumnOrigin(
    string? Table, string Column, string Kind, IReadOnlyList<OriginColumn> Sources, IReadOnlyList<OriginColumn> Influences);

/// <summary>A column that has a part in another.</summary>
/// <param name="Table">Its table.</param>
/// <param name="Column">Its name.</param>
/// <param name="Kind">How.</param>
public sealed record OriginColumn(string Table, string Column, string Kind);

/// <summary>Columns from which those of a table come, and those that come from them, as far as the caller may see them.</summary>
/// <param name="Schema">Its schema.</param>
/// <param name="Name">Its name.</param>
/// <param name="Upstream">From where its columns come.</param>
/// <param name="Downstream">Where its columns go.</param>
public sealed record TableLineage(string Schema, string Name, IReadOnlyList<LineageEdge> Upstream, IReadOnlyList<LineageEdge> Downstream);

/// <summary>A column that comes from another.</summary>
/// <param name="Column">The table's own column.</param>
/// <param name="Table">The other table or view.</param>
/// <param name="OtherColumn">The column there.</param>
/// <param name="Kind">copied, computed or aggregated.</param>
/// <param name="Query">The statement that wrote it last; null for a view.</param>
/// <param name="At">When; for a view when it was made.</param>
public sealed record LineageEdge(string Column, string Table, string OtherColumn, string Kind, string? Query, DateTimeOffset At);
