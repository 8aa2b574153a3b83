namespace Talentys.Contracts;

/// <summary>A node with its text, its tests and its runs.</summary>
/// <param name="Node">The node.</param>
/// <param name="Selector">What dbt's selection names it by: <c>shop.staging.orders</c>.</param>
/// <param name="Sql">Its text as it was written; null where there is none or the caller may not read it.</param>
/// <param name="HasRows">Whether there is SQL that gives its rows, which the caller may read: of a test the rows that fail.</param>
/// <param name="Tests">The tests of it.</param>
/// <param name="Runs">How it went, newest first.</param>
public sealed record NodeDetailDto(NodeDto Node, string Selector, string? Sql, bool HasRows, IReadOnlyList<NodeDto> Tests, IReadOnlyList<NodeResultDto> Runs);

/// <summary>The columns of a node.</summary>
/// <param name="Columns">Those of its table, or those that it will have, in their order; then those that are only described.</param>
/// <param name="IsBuilt">Whether its table is there.</param>
/// <param name="KnowsLineage">Whether it is known where its columns come from.</param>
public sealed record NodeColumnsDto(IReadOnlyList<NodeColumnDto> Columns, bool IsBuilt, bool KnowsLineage);

/// <summary>A column of a node.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type; null where that is not known.</param>
/// <param name="Description">What is written about it.</param>
/// <param name="IsThere">False for one that is described and that its table or SQL does not have.</param>
/// <param name="Tests">Ids of the tests of it.</param>
/// <param name="From">The columns whose values are in it.</param>
/// <param name="To">The columns of the next models that its values are in.</param>
public sealed record NodeColumnDto(
    string Name, string? Type, string? Description, bool IsThere, IReadOnlyList<string> Tests, IReadOnlyList<NodeColumnLinkDto> From, IReadOnlyList<NodeColumnLinkDto> To);

/// <summary>A column that values come from or go to.</summary>
/// <param name="Node">The node, by its id.</param>
/// <param name="Column">Name of the column.</param>
/// <param name="Kind">copied, computed or aggregated.</param>
public sealed record NodeColumnLinkDto(string Node, string Column, string Kind);
