using Talentys.Identity.Keys;
using Talentys.Identity.Users;
using Talentys.Kernel;
using Talentys.Web;

namespace Talentys.Identity.SignIns;

/// <summary>Makes principals of the rows that vouch for them.</summary>
internal static class Principals
{
    internal const string Scheme = "talentys";

    internal static readonly Fault PasswordFirst = new(
        FaultKind.Denied, "identity.password_must_change", "The password is a one-time password.", null,
        "Set your own first: PUT /api/v1/me/password.");

    internal static PrincipalIdentity OfUser(UserRow user, bool byLink) =>
        Of(user, user.Role, byCookie: true, mustChange: user.MustChangePassword && !byLink);

    internal static PrincipalIdentity OfKey(KeyRow key) => key.User is { } user
        ? Of(user, Lower(key.Role, user.Role), byCookie: false, user.MustChangePassword)
        : new PrincipalIdentity(Make(key.Id, PrincipalKind.ServiceAccount, key.Name, key.Organisation, Roles.Including(key.Role)), Scheme);

    internal static PrincipalIdentity OfLocalOperator() => new(
        Make("local", PrincipalKind.LocalOperator, "local operator", Kernel.Scope.DefaultOrganisation, Roles.All), Scheme);

    private static PrincipalIdentity Of(UserRow user, string role, bool byCookie, bool mustChange) => new(
        Make(user.Id, PrincipalKind.User, user.Name, user.Organisation, mustChange ? Principal.EmptySet : Roles.Including(role)), Scheme)
    {
        ByCookie = byCookie,
        Restriction = mustChange ? PasswordFirst : null,
    };

    private static Principal Make(string id, PrincipalKind kind, string name, string organisation, IReadOnlySet<string> roles) =>
        new(id, kind, name, organisation, roles, Principal.EmptySet, Principal.EmptyAttributes);

    // a key does not outlive the role of its user
    private static string Lower(string one, string other) => Roles.Including(one).Contains(other) ? other : one;
}
