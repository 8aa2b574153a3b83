using Talentys.Contracts;

namespace Talentys.Operations.Requests;

/// <summary>
/// The requests of one minute. Their times are counted in buckets, each 9 % wider than the one before, so that a minute takes
/// less than a kilobyte however many requests it has, and its percentiles are right to 9 %.
/// </summary>
internal sealed class MinuteFigures(long minute)
{
    private const double NarrowestMs = 0.1;
    private const int BucketsPerDoubling = 8;

    // up to 15 minutes
    private const int Buckets = 186;

    private readonly int[] counts = new int[Buckets];
    private int count;
    private int failed;
    private double longestMs;

    /// <summary>Minutes since 1970.</summary>
    internal long Minute => minute;

    internal void Add(double ms, bool isFailed)
    {
        count++;
        failed += isFailed ? 1 : 0;
        longestMs = Math.Max(longestMs, ms);
        counts[BucketOf(ms)]++;
    }

    internal RequestMinute Tell() => new(At(minute), count, failed, Percentile(0.5), Percentile(0.95));

    /// <summary>A minute without requests.</summary>
    internal static RequestMinute Quiet(long minute) => new(At(minute), 0, 0, 0, 0);

    private static DateTimeOffset At(long minute) => DateTimeOffset.FromUnixTimeSeconds(minute * 60);

    private static int BucketOf(double ms) => ms <= NarrowestMs
        ? 0
        : Math.Min((int)Math.Ceiling(Math.Log2(ms / NarrowestMs) * BucketsPerDoubling), Buckets - 1);

    private double Percentile(double share)
    {
        var rank = (int)Math.Ceiling(share * count);
        var below = 0;
        for (var i = 0; i < Buckets && rank > 0; i++)
        {
            below += counts[i];
            if (below >= rank)
            {
                var widest = i == Buckets - 1 ? longestMs : NarrowestMs * Math.Pow(2, (double)i / BucketsPerDoubling);
                return Math.Round(Math.Min(widest, longestMs), 2);
            }
        }

        return 0;
    }
}
