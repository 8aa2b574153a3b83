using System.Diagnostics;

namespace Talentys.Query.Stages;

/// <summary>Spans of the steps of statements, for whoever listens to this source; without a listener they cost nothing.</summary>
internal static class StageTraces
{
    /// <summary>Name of the source.</summary>
    public const string Name = "Talentys.Query";

    private static readonly ActivitySource Source = new(Name);

    /// <summary>Begins the span of a stage; to be disposed at its end.</summary>
    public static Activity? Of(IQueryStage stage) => Source.HasListeners() ? Source.StartActivity(stage.GetType().Name.Replace("Stage", "", StringComparison.Ordinal)) : null;

    /// <summary>Begins the span of another step.</summary>
    public static Activity? Of(string step) => Source.StartActivity(step);
}
