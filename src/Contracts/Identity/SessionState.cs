namespace Talentys.Contracts;

/// <summary>Whether somebody is signed in; asked by the page at its start.</summary>
/// <param name="Me">Who it is, or null for nobody.</param>
public sealed record SessionState(Me? Me);
