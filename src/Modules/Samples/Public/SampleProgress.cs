namespace Talentys.Samples.Public;

/// <summary>How far the making of the sample is.</summary>
/// <param name="Step">What is being written, for example <c>orders and web events</c>.</param>
/// <param name="Fraction">Part of the whole work that is done, 0 to 1.</param>
public sealed record SampleProgress(string Step, double Fraction);
