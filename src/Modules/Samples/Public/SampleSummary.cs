namespace Talentys.Samples.Public;

/// <summary>What was written.</summary>
/// <param name="FirstDay">First day of sales.</param>
/// <param name="LastDay">Last day of data.</param>
/// <param name="Rows">Good rows by <c>source.stream</c>; rows that cannot be parsed are in <paramref name="Dirt"/> only.</param>
/// <param name="Dirt">Planted faults by name, with their counts.</param>
public sealed record SampleSummary(
    DateOnly FirstDay,
    DateOnly LastDay,
    IReadOnlyDictionary<string, long> Rows,
    IReadOnlyDictionary<string, long> Dirt);
