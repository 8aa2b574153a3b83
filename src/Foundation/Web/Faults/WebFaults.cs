using Talentys.Kernel;

namespace Talentys.Web;

/// <summary>Faults that any request can meet.</summary>
internal static class WebFaults
{
    internal static readonly Fault Unauthenticated = new(
        FaultKind.Unauthenticated, "identity.unauthenticated", "Nobody is signed in, or the key is not valid.", null,
        "Sign in, or send an API key as `Authorization: Bearer tk_...`.");

    internal static readonly Fault Denied = new(
        FaultKind.Denied, "identity.denied", "This needs a role that you do not have.", null, "Ask an administrator for the role.");

    internal static readonly Fault CookieAlone = new(
        FaultKind.Denied, "web.page_header_missing", "A change was asked for with a cookie alone.", CookieGuard.Header,
        $"Send the header {CookieGuard.Header}: 1, or use an API key.");

    internal static readonly Fault UnknownHost = Fault.Invalid(
        "web.host_unknown", "This server does not answer under that host name.", "Host",
        "Use localhost, or add the name to the known hosts in the server's settings.");

    internal static readonly Fault TooLarge = new(
        FaultKind.Limit, "web.body_too_large", "The body of the request is too large.", null, "Send it in parts.");

    internal static readonly Fault MediaType = Fault.Invalid(
        "web.media_type", "The body's content type is not one that is understood here.", "Content-Type", "Send application/json.");

    internal static readonly Fault Unexpected = Fault.Failed(
        "web.unexpected", "Something went wrong that should not have; the server's log tells what.", null,
        "Report it with the request id.");
}
