using System.Globalization;
using System.Text.Json;
using Talentys.Samples.Randomness;
using Talentys.Samples.Writing;

namespace Talentys.Samples.Company;

/// <summary>Writes <c>campaigns.json</c>: one campaign per quarter and channel, nested.</summary>
internal static class CampaignFile
{
    private static readonly string[] Themes = ["Lumière d’hiver", "Printemps au jardin", "Un été dehors", "Retour à la maison"];
    private static readonly string[] Segments = ["new movers", "loyal", "lapsed", "gift givers"];

    public static async Task WriteAsync(string folder, Timeline timeline, Tally tally, CancellationToken cancellationToken)
    {
        await using var file = File.Create(Path.Combine(folder, "campaigns.json"));
        await using var json = new Utf8JsonWriter(file, JsonText.Indented);
        json.WriteStartArray();
        var quarter = new DateOnly(timeline.Start.Year, ((timeline.Start.Month - 1) / 3 * 3) + 1, 1);
        for (; quarter <= timeline.LastDay; quarter = quarter.AddMonths(3))
        {
            foreach (var channel in Marketing.Channels)
            {
                Write(json, quarter, channel);
                tally.Row("marketing.campaigns");
            }
        }

        json.WriteEndArray();
        await json.FlushAsync(cancellationToken);
    }

    private static void Write(Utf8JsonWriter json, DateOnly quarter, string channel)
    {
        var id = Marketing.Campaign(quarter, channel);
        var rng = new Rng(id);
        json.WriteStartObject();
        json.WriteString("campaign_id", id);
        json.WriteString("name", $"{Themes[(quarter.Month - 1) / 3]} {quarter.Year.ToString(CultureInfo.InvariantCulture)}");
        json.WriteString("channel", channel);
        json.WriteStartObject("period");
        json.WriteString("from", Text.Day(quarter));
        json.WriteString("to", Text.Day(quarter.AddMonths(3).AddDays(-1)));
        json.WriteEndObject();
        json.WriteStartObject("budget");
        json.WriteNumber("amount", rng.Between(20, 200) * 1000);
        json.WriteString("currency", "EUR");
        json.WriteEndObject();
        json.WriteStartObject("targeting");
        json.WriteStartArray("countries");
        foreach (var country in Marketing.Countries)
        {
            json.WriteStringValue(country);
        }

        json.WriteEndArray();
        json.WriteStartArray("segments");
        var first = rng.Below(Segments.Length);
        var share = rng.Between(50, 80);
        Segment(json, Segments[first], share);
        Segment(json, Segments[(first + 1) % Segments.Length], 100 - share);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Segment(Utf8JsonWriter json, string name, int percent)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteNumber("share", percent / 100m);
        json.WriteEndObject();
    }
}
