using Talentys.Kernel;

namespace Talentys.Identity;

/// <summary>Faults that several features tell.</summary>
internal static class UserFaults
{
    internal static readonly Fault UnknownRole = Fault.Invalid(
        "identity.role_unknown", "There is no such role.", "role", $"Use one of {string.Join(", ", Roles.All)}.");

    internal static readonly Fault Missing = Fault.NotFound("identity.user_missing", "There is no such user.");

    internal static readonly Fault LastAdministrator = new(
        FaultKind.Conflict, "identity.last_administrator", "This is the only administrator who can sign in.", null, "Make another one first.");

    internal static readonly Fault ChangedMeanwhile = new(
        FaultKind.Conflict, "identity.changed_meanwhile", "Users were changed by somebody else at the same time.", null, "Look at them, then try again.");

    internal static readonly Fault Disabled = new(
        FaultKind.Denied, "identity.user_disabled", "This user is disabled.", null, "Ask an administrator to enable it.");

    internal static readonly Fault LinkOver = new(
        FaultKind.Unauthenticated, "identity.link_over", "This sign-in link is not valid any more: it works once, for ten minutes.", null,
        "Start the server again for a new one, or sign in with a password.");

    internal static readonly Fault LinkFromElsewhere = new(
        FaultKind.Denied, "identity.link_elsewhere", "A sign-in link works only on the machine that the server runs on.", null,
        "Open it in a browser there, or sign in with a password.");

    internal static readonly Fault WrongPassword = new(
        FaultKind.Unauthenticated, "identity.sign_in_failed", "The name or the password is not right.", null, "Try again, or ask an administrator for a new password.");
}
