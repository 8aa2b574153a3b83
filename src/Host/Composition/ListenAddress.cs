using System.Net;
using System.Net.Sockets;
using Talentys.Kernel;

namespace Talentys.Host.Composition;

/// <summary>Looks at addresses before the server is built, so that one in use is told at once and alone.</summary>
internal static class ListenAddress
{
    /// <summary>Checks that nobody listens on the addresses, separated by semicolons. Names and port 0 are left to the server.</summary>
    /// <exception cref="FaultException"><c>host.address_in_use</c> or <c>host.address_denied</c>.</exception>
    public static void Check(string urls)
    {
        foreach (var url in urls.Split(';').Select(url => new Uri(url)))
        {
            var host = url.Host == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(url.Host.Trim('[', ']'), out var ip) ? ip : null;
            if (host is not null && url.Port != 0)
            {
                Check(url, new IPEndPoint(host, url.Port));
            }
        }
    }

    /// <summary>The address over which this machine itself reaches a server that listens there; null when that is not the loopback.</summary>
    public static Uri? OnLoopback(Uri address)
    {
        if (address.IsLoopback)
        {
            return address;
        }

        var everywhere = IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any));
        return everywhere ? new UriBuilder(address) { Host = "127.0.0.1" }.Uri : null;
    }

    private static void Check(Uri url, IPEndPoint address)
    {
        try
        {
            using var listener = new TcpListener(address) { ExclusiveAddressUse = true };
            listener.Start();
        }
        catch (SocketException failure)
        {
            throw new FaultException(
                failure.SocketErrorCode == SocketError.AddressAlreadyInUse
                    ? new Fault(
                        FaultKind.Failed, "host.address_in_use", $"{url} is in use by another program.", null,
                        "Stop that program, or choose another address with --urls.")
                    : new Fault(
                        FaultKind.Failed, "host.address_denied", $"{url} cannot be listened on: {failure.Message}.", null,
                        "Choose another address with --urls."),
                failure);
        }
    }
}
