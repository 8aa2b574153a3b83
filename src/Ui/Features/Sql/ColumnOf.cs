namespace Talentys.Ui.Features.Sql;

/// <summary>A column of a result.</summary>
/// <param name="Run">The result.</param>
/// <param name="Column">Number of the column, from 0.</param>
public sealed record ColumnOf(ResultRun Run, int Column);
