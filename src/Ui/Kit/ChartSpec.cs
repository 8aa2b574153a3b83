namespace Talentys.Ui.Kit;

/// <summary>A chart.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Title">What it shows: spoken by screen readers.</param>
/// <param name="Axis">What the labels are.</param>
/// <param name="Labels">The labels along the axis; the numbers or times of one that is not of categories.</param>
/// <param name="Series">What is drawn; each has as many values as there are labels.</param>
/// <param name="IsHorizontal">Whether bars lie.</param>
/// <param name="IsStacked">Whether series stand on each other.</param>
public sealed record ChartSpec(
    ChartKind Type, string Title, ChartAxis Axis, IReadOnlyList<string> Labels, IReadOnlyList<ChartSeries> Series, bool IsHorizontal = false, bool IsStacked = false);

/// <summary>A series of a chart.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values">Its values; null where there is none.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<double?> Values);

/// <summary>Sorts of charts.</summary>
public enum ChartKind
{
    /// <summary>Bars.</summary>
    Bar,

    /// <summary>Lines.</summary>
    Line,

    /// <summary>Points.</summary>
    Scatter,

    /// <summary>Shares of a whole.</summary>
    Pie,
}

/// <summary>What stands along a chart.</summary>
public enum ChartAxis
{
    /// <summary>Words, in the order given.</summary>
    Category,

    /// <summary>Times, in ISO 8601.</summary>
    Time,

    /// <summary>Numbers.</summary>
    Number,
}
