namespace Talentys.Contracts;

/// <summary>Signs in with a password.</summary>
/// <param name="User">Name of the user.</param>
/// <param name="Password">The password.</param>
public sealed record SignIn(string User, string Password)
{
    /// <inheritdoc/>
    public override string ToString() => $"SignIn {User}";
}
