namespace Talentys.Contracts;

/// <summary>A run that was queued, or joined.</summary>
/// <param name="RunId">Identifier of the run.</param>
/// <param name="Joined">True when a run that does the same was already there.</param>
public sealed record RunAccepted(string RunId, bool Joined);
