namespace Talentys.Kernel;

/// <summary>What a <see cref="IHealthProbe"/> saw.</summary>
/// <param name="Level">How bad it is.</param>
/// <param name="Message">One sentence in English, without secrets.</param>
/// <param name="Mend">What to do, one sentence; null when nothing is to be done.</param>
/// <param name="Figures">Figures by name in camelCase, with the unit at its end: <c>answerMs</c>, <c>sizeBytes</c>.</param>
public sealed record HealthReading(HealthLevel Level, string Message, string? Mend, IReadOnlyDictionary<string, double> Figures);

/// <summary>How bad something is; the worst is the greatest.</summary>
public enum HealthLevel
{
    /// <summary>All is well.</summary>
    Ok,

    /// <summary>It works, and somebody should look at it.</summary>
    Warning,

    /// <summary>It does not work.</summary>
    Failing,
}
