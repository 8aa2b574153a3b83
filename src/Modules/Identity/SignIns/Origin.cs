using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace Talentys.Identity.SignIns;

/// <summary>Where a request comes from.</summary>
internal static class Origin
{
    /// <summary>Whether it comes from this machine. A unix socket has no address; what a proxy on this machine passes on comes from elsewhere.</summary>
    internal static bool IsThisMachine(HttpContext context) =>
        context.Connection.RemoteIpAddress is not { } address
        || (IPAddress.IsLoopback(address)
            && !context.Request.Headers.ContainsKey("X-Forwarded-For")
            && !context.Request.Headers.ContainsKey("Forwarded"));

    /// <summary>The address as tries are counted by it: one household or company has a /64 of IPv6 addresses to try from.</summary>
    internal static string Of(HttpContext context) => Of(context.Connection.RemoteIpAddress);

    /// <summary>The same of a connection without a request.</summary>
    internal static string Of(IPAddress? address) => address switch
    {
        null => "local",
        { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } six => Convert.ToHexString(six.GetAddressBytes(), 0, 8),
        _ => address.ToString(),
    };
}
