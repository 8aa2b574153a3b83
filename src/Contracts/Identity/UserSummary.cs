namespace Talentys.Contracts;

/// <summary>A user in a list.</summary>
/// <param name="Id">Stable identifier.</param>
/// <param name="Name">Name to sign in with.</param>
/// <param name="Role">Role.</param>
/// <param name="MustChangePassword">Whether the password is still the one-time one.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Disabled">Whether signing in is refused.</param>
/// <param name="LastSeenAt">When it was last signed in, to the hour, or null.</param>
public sealed record UserSummary(
    string Id, string Name, string Role, bool MustChangePassword, DateTimeOffset CreatedAt, bool Disabled = false, DateTimeOffset? LastSeenAt = null);
