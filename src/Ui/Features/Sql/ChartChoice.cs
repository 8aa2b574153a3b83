using Talentys.Ui.Kit;

namespace Talentys.Ui.Features.Sql;

/// <summary>What of a result is drawn, and how.</summary>
/// <param name="Type">Sort of chart.</param>
/// <param name="X">Column along the chart.</param>
/// <param name="Y">Columns that are drawn.</param>
/// <param name="By">How rows of the same label are put together.</param>
public sealed record ChartChoice(ChartKind Type, int X, IReadOnlyList<int> Y, Aggregation By);

/// <summary>How rows of the same label are put together.</summary>
public enum Aggregation
{
    /// <summary>They are not.</summary>
    None,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Their mean.</summary>
    Average,

    /// <summary>How many they are.</summary>
    Count,
}
