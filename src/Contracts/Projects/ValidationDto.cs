namespace Talentys.Contracts;

/// <summary>What a validation of the project's files found.</summary>
/// <param name="Resources">How many resources have no fault.</param>
/// <param name="Faults">Every fault of the others, ordered by place.</param>
public sealed record ValidationDto(int Resources, IReadOnlyList<ProblemFault> Faults);
