namespace Talentys.Contracts;

/// <summary>Who is signed in.</summary>
/// <param name="Id">Stable identifier.</param>
/// <param name="Name">Name shown to people.</param>
/// <param name="Kind">user, serviceAccount, localOperator.</param>
/// <param name="Organisation">Organisation in which it acts.</param>
/// <param name="Roles">Its roles; none while the password must be changed.</param>
/// <param name="MustChangePassword">Whether nothing else is possible before the password is changed.</param>
/// <param name="PasswordNeverSet">Whether the user came by a one-time link and has no password of their own yet: it is set without the old one.</param>
public sealed record Me(
    string Id, string Name, string Kind, string Organisation, IReadOnlyList<string> Roles, bool MustChangePassword, bool PasswordNeverSet = false);
