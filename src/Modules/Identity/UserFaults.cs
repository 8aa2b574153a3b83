using Talentys.Kernel;

namespace Talentys.Identity;

/// <summary>Faults that several features tell.</summary>
internal static class UserFaults
{
    internal static readonly Fault UnknownRole = Fault.Invalid(
        "identity.role_unknown", "There is no such role.", "role", $"Use one of {string.Join(", ", Roles.All)}.");

    internal static readonly Fault Missing = Fault.NotFound("identity.user_missing", "There is no such user.");

    internal static readonly Fault WrongPassword = new(
        FaultKind.Unauthenticated, "identity.sign_in_failed", "The name or the password is not right.", null, "Try again, or ask an administrator for a new password.");
}
