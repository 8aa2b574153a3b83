namespace Talentys.Lake.Public;

/// <summary>A figure of a whole table.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Column">The column that it is of; null for the number of rows.</param>
public sealed record TableFigure(FigureKind Kind, string? Column);

/// <summary>Kinds of figures.</summary>
public enum FigureKind
{
    /// <summary>Number of rows.</summary>
    Rows,

    /// <summary>Least value of a column.</summary>
    Least,

    /// <summary>Greatest value of a column.</summary>
    Greatest,
}
