using Talentys.Contracts;

namespace Talentys.Ui.Features.Catalog;

/// <summary>The first rows of a table.</summary>
/// <param name="Columns">Columns.</param>
/// <param name="Rows">Cells as text; null is null.</param>
public sealed record SampleRows(IReadOnlyList<ResultColumn> Columns, IReadOnlyList<IReadOnlyList<string?>> Rows);
