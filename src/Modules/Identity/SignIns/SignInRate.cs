using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Talentys.Kernel;

namespace Talentys.Identity.SignIns;

/// <summary>Bounds tries to sign in by where they come from, and how many passwords are hashed at once.</summary>
internal sealed class SignInRate : IDisposable
{
    internal const int PerMinute = 30;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<string> origins = PartitionedRateLimiter.Create<string, string>(origin =>
        RateLimitPartition.GetSlidingWindowLimiter(origin, _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = PerMinute,
            Window = Window,
            SegmentsPerWindow = 6,
        }));

    private readonly ConcurrencyLimiter hashing = new(new ConcurrencyLimiterOptions { PermitLimit = 2, QueueLimit = 50 });

    /// <summary>Leave to check one password; to be disposed when that is done.</summary>
    /// <exception cref="FaultException"><c>identity.too_many_sign_ins</c>.</exception>
    internal async Task<IDisposable> EnterAsync(HttpContext context, CancellationToken cancellationToken)
    {
        using var origin = origins.AttemptAcquire(Origin.Of(context));
        var place = origin.IsAcquired ? await hashing.AcquireAsync(1, cancellationToken) : null;
        return place is { IsAcquired: true }
            ? place
            : throw TooMany();
    }

    /// <summary>Refuses who has failed too often; for connections that programs open many of, of which only failures count.</summary>
    /// <exception cref="FaultException"><c>identity.too_many_sign_ins</c>.</exception>
    internal void Look(string origin)
    {
        using var lease = origins.AttemptAcquire(origin, 0);
        if (!lease.IsAcquired)
        {
            throw TooMany();
        }
    }

    /// <summary>Counts a failure.</summary>
    internal void Count(string origin) => origins.AttemptAcquire(origin).Dispose();

    public void Dispose()
    {
        origins.Dispose();
        hashing.Dispose();
    }

    private static FaultException TooMany() => new(new Fault(
        FaultKind.Limit, "identity.too_many_sign_ins", "There are too many tries to sign in from here.", null, "Try again in a minute.")
    {
        RetryAfter = Window,
    });
}
