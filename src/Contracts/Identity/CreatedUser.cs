namespace Talentys.Contracts;

/// <summary>A user with a one-time password: the only time that it is shown. It must be changed at the first sign-in.</summary>
/// <param name="Name">Name to sign in with.</param>
/// <param name="Role">Role.</param>
/// <param name="Password">The one-time password.</param>
public sealed record CreatedUser(string Name, string Role, string Password)
{
    /// <inheritdoc/>
    public override string ToString() => $"CreatedUser {Name}";
}
