namespace Talentys.Contracts;

/// <summary>Changes one's own password.</summary>
/// <param name="Old">The password until now; empty where <see cref="Me.PasswordNeverSet"/> is told.</param>
/// <param name="New">The one from now on.</param>
public sealed record ChangePassword(string Old, string New)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(ChangePassword);
}
