using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Talentys.Web;

/// <summary>
/// Refuses host names that are not this server's. On loopback this keeps a web page from reaching the server through a
/// name of its own that it lets point to 127.0.0.1 (DNS rebinding).
/// </summary>
internal sealed class HostGuard(RequestDelegate next, IOptions<WebOptions> options)
{
    private readonly HashSet<string> known = new(options.Value.KnownHosts, StringComparer.OrdinalIgnoreCase);

    public Task InvokeAsync(HttpContext context) =>
        IsKnown(context) ? next(context) : Problems.WriteAsync(context, WebFaults.UnknownHost);

    private bool IsKnown(HttpContext context)
    {
        // a unix socket has no address: no browser comes that way
        if (context.Connection.LocalIpAddress is not { } address)
        {
            return true;
        }

        var host = context.Request.Host.Host;
        if (known.Contains(host))
        {
            return true;
        }

        return IPAddress.IsLoopback(address)
            ? IsThisMachine(host)
            : known.Count == 0 || IsThisMachine(host);
    }

    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
