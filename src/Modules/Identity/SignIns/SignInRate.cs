using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Talentys.Kernel;

namespace Talentys.Identity.SignIns;

/// <summary>Bounds tries to sign in by where they come from, and how many passwords are hashed at once.</summary>
internal sealed class SignInRate : IDisposable
{
    internal const int PerMinute = 30;

    private readonly PartitionedRateLimiter<string> origins = PartitionedRateLimiter.Create<string, string>(origin =>
        RateLimitPartition.GetSlidingWindowLimiter(origin, _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = PerMinute,
            Window = TimeSpan.FromMinutes(1),
            SegmentsPerWindow = 6,
        }));

    private readonly ConcurrencyLimiter hashing = new(new ConcurrencyLimiterOptions { PermitLimit = 2, QueueLimit = 50 });

    /// <summary>Leave to check one password; to be disposed when that is done.</summary>
    /// <exception cref="FaultException"><c>identity.too_many_sign_ins</c>.</exception>
    internal async Task<IDisposable> EnterAsync(HttpContext context, CancellationToken cancellationToken)
    {
        using var origin = origins.AttemptAcquire(OriginOf(context.Connection.RemoteIpAddress));
        var place = origin.IsAcquired ? await hashing.AcquireAsync(1, cancellationToken) : null;
        return place is { IsAcquired: true }
            ? place
            : throw new FaultException(new Fault(
                FaultKind.Limit, "identity.too_many_sign_ins", "There are too many tries to sign in from here.", null, "Try again in a minute."));
    }

    public void Dispose()
    {
        origins.Dispose();
        hashing.Dispose();
    }

    // one household or company has a /64 of IPv6 addresses to try from
    private static string OriginOf(IPAddress? address) => address switch
    {
        null => "local",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes(), 0, 8),
        _ => address.ToString(),
    };
}
