using Talentys.Kernel;

namespace Talentys.Lake.Public;

/// <summary>What all tables of a scope are, for catalogs of them: asked for together, because one by one takes seconds with thousands of tables.</summary>
public interface ITableShapes
{
    /// <summary>The tables of a scope without hidden schemas, ordered by name; the same list as long as nothing changes.</summary>
    Task<IReadOnlyList<TableShape>> AllAsync(Scope scope, CancellationToken cancellationToken);
}

/// <summary>What a table is at its current version.</summary>
/// <param name="Table">The table.</param>
/// <param name="Columns">Its columns; none when its metadata cannot be read.</param>
/// <param name="Key">Names of the columns that identify a row, as other engines declared them.</param>
/// <param name="Comment">Its comment, or null.</param>
public sealed record TableShape(TableSummary Table, IReadOnlyList<LakeColumn> Columns, IReadOnlyList<string> Key, string? Comment);
