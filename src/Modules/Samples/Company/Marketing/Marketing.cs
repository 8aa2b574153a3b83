using System.Globalization;
using Talentys.Samples.Randomness;

namespace Talentys.Samples.Company;

/// <summary>What is spent on marketing, and how it carries over to visits of the following days.</summary>
internal static class Marketing
{
    public static IReadOnlyList<string> Channels { get; } = ["search", "social", "email", "display", "affiliate"];

    public static IReadOnlyList<string> Countries { get; } = ["FR", "DE", "IT", "ES", "NL", "GB"];

    private static readonly int[] ChannelEuro = [320, 240, 40, 120, 90];
    private static readonly int[] CountryPercent = [100, 70, 45, 45, 30, 60];

    /// <summary>Cents spent at scale 1.</summary>
    public static int SpendCents(Timeline timeline, int day, int channel, int country)
    {
        var date = timeline.Date(day);
        var rng = new Rng("spend", day, (channel * 100) + country);
        // A campaign week every five weeks, in other weeks for each channel.
        var push = ((day / 7) + channel) % 5 == 0 ? 1.9 : 1;
        var spend = ChannelEuro[channel] * CountryPercent[country] * Season.Web(date) * push * (0.85 + (0.3 * rng.Unit()));
        return (int)(spend * Season.Growth(Math.Max(day, 0)));
    }

    /// <summary>Spend of the day and of the two weeks before, a fifth less each day; around 1.</summary>
    public static double Carried(Timeline timeline, int day)
    {
        var sum = 0.0;
        var weight = 1.0;
        for (var back = 0; back < 14; back++, weight *= 0.8)
        {
            sum += weight * Total(timeline, day - back);
        }

        return sum / 1_680_000 / Season.Growth(day);
    }

    public static string Campaign(DateOnly date, string channel) =>
        string.Create(CultureInfo.InvariantCulture, $"CMP-{date.Year}Q{((date.Month - 1) / 3) + 1}-{channel}");

    private static long Total(Timeline timeline, int day)
    {
        var sum = 0L;
        for (var channel = 0; channel < Channels.Count; channel++)
        {
            // One country stands for all: they move together.
            sum += SpendCents(timeline, day, channel, 0) * 35L / 10;
        }

        return sum;
    }
}
