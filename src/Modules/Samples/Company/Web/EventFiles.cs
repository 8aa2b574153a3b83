using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Talentys.Samples.Writing;

namespace Talentys.Samples.Company;

/// <summary>Writes <c>events_YYYY-MM.ndjson.gz</c>, one file a month, as the days go by.</summary>
internal sealed class EventFiles(string folder, Plan plan, Tally tally) : IAsyncDisposable
{
    private static readonly JsonEncodedText EventId = JsonEncodedText.Encode("event_id");
    private static readonly JsonEncodedText At = JsonEncodedText.Encode("at");
    private static readonly JsonEncodedText SessionId = JsonEncodedText.Encode("session_id");
    private static readonly JsonEncodedText VisitorId = JsonEncodedText.Encode("visitor_id");
    private static readonly JsonEncodedText CustomerId = JsonEncodedText.Encode("customer_id");
    private static readonly JsonEncodedText Type = JsonEncodedText.Encode("type");
    private static readonly JsonEncodedText Sku = JsonEncodedText.Encode("sku");
    private static readonly JsonEncodedText OrderId = JsonEncodedText.Encode("order_id");
    private static readonly JsonEncodedText Context = JsonEncodedText.Encode("context");
    private static readonly JsonEncodedText Device = JsonEncodedText.Encode("device");
    private static readonly JsonEncodedText Country = JsonEncodedText.Encode("country");
    private static readonly JsonEncodedText Channel = JsonEncodedText.Encode("channel");
    private static readonly JsonEncodedText Campaign = JsonEncodedText.Encode("campaign_id");

    private JsonLines? lines;
    private string month = "";
    private long id;

    /// <summary>Turns to the file of the day's month.</summary>
    public async Task TurnToAsync(int day)
    {
        var wanted = plan.Timeline.Date(day).ToString("yyyy-MM", CultureInfo.InvariantCulture);
        if (wanted != month)
        {
            await DisposeAsync();
            month = wanted;
            lines = new JsonLines(new GZipStream(File.Create(Path.Combine(folder, $"events_{month}.ndjson.gz")), CompressionLevel.Fastest));
        }
    }

    public void Write(Session session, int day)
    {
        var date = plan.Timeline.Date(day);
        foreach (var happened in session.Events)
        {
            var json = lines!.Start();
            json.WriteStartObject();
            json.WriteNumber(EventId, ++id);
            json.WriteString(At, date.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc).AddSeconds(happened.Second));
            json.WriteString(SessionId, session.Id);
            json.WriteString(VisitorId, session.Visitor);
            json.WriteString(CustomerId, session.Customer > 0 ? Customer.IdOf(session.Customer) : null);
            json.WriteString(Type, happened.Type);
            if (happened.Product is { } product)
            {
                json.WriteString(Sku, product.Sku);
            }

            if (happened.Type == "purchase")
            {
                json.WriteNumber(OrderId, session.Order!.Id);
            }

            json.WriteStartObject(Context);
            json.WriteString(Device, session.Device);
            json.WriteString(Country, session.Country);
            json.WriteString(Channel, session.Channel);
            if (Marketing.Channels.Contains(session.Channel))
            {
                json.WriteString(Campaign, Marketing.Campaign(date, session.Channel));
            }

            json.WriteEndObject();
            json.WriteEndObject();
            lines.End();
            tally.Row("web.events");
        }
    }

    public ValueTask DisposeAsync() => lines?.DisposeAsync() ?? ValueTask.CompletedTask;
}
