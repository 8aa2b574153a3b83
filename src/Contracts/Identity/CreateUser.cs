namespace Talentys.Contracts;

/// <summary>Asks for a new user.</summary>
/// <param name="Name">Name to sign in with.</param>
/// <param name="Role">administrator, engineer or reader.</param>
public sealed record CreateUser(string Name, string Role);
