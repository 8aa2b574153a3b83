namespace Talentys.Ui.Features.Sql;

/// <summary>A draft: a text with statements, and the results it was run to last.</summary>
public sealed class Draft
{
    private IReadOnlyList<string>? names;

    /// <summary>Identifies it in this browser.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; set; }

    /// <summary>Its place among the others.</summary>
    public double Order { get; set; }

    /// <summary>Its text.</summary>
    public string Text
    {
        get;
        set
        {
            if (field != value)
            {
                (field, names) = (value, null);
            }
        }
    } = "";

    /// <summary>Names of the parameters in its text.</summary>
    public IReadOnlyList<string> ParameterNames => names ??= SqlParameters.Of(Text);

    /// <summary>Its results, one for each statement that was run.</summary>
    public IReadOnlyList<ResultRun> Runs { get; set; } = [];

    /// <summary>The saved query that it is of, or null.</summary>
    public DraftSaved? Saved { get; set; }

    /// <summary>Values of its parameters, by their names.</summary>
    public Dictionary<string, ParameterValue> Parameters { get; set; } = [];

    /// <summary>Whether it says something else than the saved query that it is of.</summary>
    public bool IsChanged => Saved is { } saved && saved.Sql != Text;

    /// <summary>Number of the result that is shown.</summary>
    public int Shown { get; set; }

    /// <summary>The result that is shown, or null.</summary>
    public ResultRun? Run => Shown < Runs.Count ? Runs[Shown] : null;

    /// <summary>Whether one of its statements runs.</summary>
    public bool IsBusy => Runs.Any(run => run.IsBusy);
}

/// <summary>A saved query as a draft knows it.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="Version">The version that was read.</param>
/// <param name="Sql">Its text then.</param>
/// <param name="MayChange">Whether the user may change it.</param>
public sealed record DraftSaved(string Id, string Version, string Sql, bool MayChange);

/// <summary>A value of a parameter, as it was typed.</summary>
/// <param name="Type">text, number, date, time, truth or none.</param>
/// <param name="Text">What was typed.</param>
public sealed record ParameterValue(string Type, string Text);
