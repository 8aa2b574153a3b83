namespace Talentys.Contracts;

/// <summary>Changes a user; what is null stays.</summary>
/// <param name="Role">administrator, engineer or reader.</param>
/// <param name="Disabled">Whether signing in is refused.</param>
public sealed record ChangeUser(string? Role = null, bool? Disabled = null);
