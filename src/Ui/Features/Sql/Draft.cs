namespace Talentys.Ui.Features.Sql;

/// <summary>A draft: a text with statements, and the results it was run to last.</summary>
public sealed class Draft
{
    /// <summary>Identifies it in this browser.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; set; }

    /// <summary>Its place among the others.</summary>
    public double Order { get; set; }

    /// <summary>Its text.</summary>
    public string Text { get; set; } = "";

    /// <summary>Its results, one for each statement that was run.</summary>
    public IReadOnlyList<ResultRun> Runs { get; set; } = [];

    /// <summary>Number of the result that is shown.</summary>
    public int Shown { get; set; }

    /// <summary>The result that is shown, or null.</summary>
    public ResultRun? Run => Shown < Runs.Count ? Runs[Shown] : null;

    /// <summary>Whether one of its statements runs.</summary>
    public bool IsBusy => Runs.Any(run => run.IsBusy);
}
