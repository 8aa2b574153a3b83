using System.IO.Compression;
using Talentys.Samples.Randomness;
using Talentys.Samples.Writing;

namespace Talentys.Samples.Company;

/// <summary>Writes <c>spend_YYYY.tsv.gz</c>, one file a year.</summary>
internal static class SpendFiles
{
    // Cents that a click costs, by channel.
    private static readonly int[] ClickCents = [85, 55, 12, 110, 70];

    public static async Task WriteAsync(string folder, Plan plan, Tally tally)
    {
        var timeline = plan.Timeline;
        for (var year = timeline.Start.Year; year <= timeline.LastDay.Year; year++)
        {
            var stream = new GZipStream(File.Create(Path.Combine(folder, $"spend_{Text.Number(year)}.tsv.gz")), CompressionLevel.Fastest);
            await using var file = new DelimitedWriter(stream, '\t');
            file.Header("date", "channel", "campaign_id", "country", "spend", "impressions", "clicks");
            for (var day = 0; day < timeline.Days; day++)
            {
                if (timeline.Date(day).Year == year)
                {
                    Day(file, plan, day, tally);
                }
            }
        }
    }

    private static void Day(DelimitedWriter file, Plan plan, int day, Tally tally)
    {
        var date = plan.Timeline.Date(day);
        for (var channel = 0; channel < Marketing.Channels.Count; channel++)
        {
            for (var country = 0; country < Marketing.Countries.Count; country++)
            {
                var rng = new Rng("clicks", day, (channel * 100) + country);
                var spend = (long)(Marketing.SpendCents(plan.Timeline, day, channel, country) * plan.Scale);
                var clicks = spend * 100 / (ClickCents[channel] * rng.Between(80, 125));
                file.Add(date).Add(Marketing.Channels[channel]).Add(Marketing.Campaign(date, Marketing.Channels[channel]))
                    .Add(Marketing.Countries[country]).AddCents(spend).Add(clicks * rng.Between(18, 60)).Add(clicks);
                file.EndRow();
                tally.Row("marketing.spend");
            }
        }
    }
}
