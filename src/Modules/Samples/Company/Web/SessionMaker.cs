using System.Globalization;
using Talentys.Samples.Randomness;

namespace Talentys.Samples.Company;

/// <summary>Makes the visits of a day: one for each web order, and those that bought nothing.</summary>
internal sealed class SessionMaker(Plan plan, ProductList products)
{
    private static readonly string[] Devices = ["mobile", "mobile", "mobile", "mobile", "desktop", "desktop", "tablet"];
    private static readonly string[] Channels = ["direct", "organic", "organic", "search", "search", "social", "email", "display", "affiliate"];

    public Session Buying(Order order, int index)
    {
        var rng = new Rng("buying", order.Day, index);
        // Backwards from the order: its purchase happens in the second in which it is placed.
        var events = new List<WebEvent> { new(order.Second, "purchase", null) };
        var second = order.Second - rng.Between(15, 120);
        events.Add(new WebEvent(second, "checkout", null));
        foreach (var line in order.Lines.Reverse())
        {
            events.Add(new WebEvent(second -= rng.Between(5, 60), "add_to_cart", line.Product));
            events.Add(new WebEvent(second -= rng.Between(5, 90), "view", line.Product));
        }

        while (rng.Chance(0.55) && events.Count < 25)
        {
            events.Add(new WebEvent(second -= rng.Between(5, 60), "view", products.Draw(rng, order.Day)));
        }

        events.Reverse();
        return Make(rng, "b", order.Day, index, order.Customer, order, events);
    }

    public Session Browsing(int day, int index)
    {
        var rng = new Rng("browsing", day, index);
        var known = rng.Chance(0.25) ? 1 + rng.Below(plan.CustomersBy(day)) : 0;
        var second = rng.Between(0, 84_000);
        var product = products.Draw(rng, day);
        var events = new List<WebEvent> { new(second, "view", product) };
        while (rng.Chance(0.62) && events.Count < 14)
        {
            product = products.Draw(rng, day);
            events.Add(new WebEvent(second += rng.Between(5, 120), "view", product));
        }

        if (rng.Chance(0.2))
        {
            events.Add(new WebEvent(second += rng.Between(3, 40), "add_to_cart", product));
            if (rng.Chance(0.35))
            {
                events.Add(new WebEvent(second + rng.Between(10, 90), "checkout", null));
            }
        }

        return Make(rng, "v", day, index, known, null, events);
    }

    private Session Make(Rng rng, string kind, int day, int index, int customer, Order? order, List<WebEvent> events) => new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"{kind}{day:000}-{index:00000}"),
        Visitor = customer > 0
            ? string.Create(CultureInfo.InvariantCulture, $"u{customer:0000000}")
            : string.Create(CultureInfo.InvariantCulture, $"a{rng.Below((int)(90_000 * plan.Scale) + 1):0000000}"),
        Customer = customer,
        Country = customer > 0 ? CustomerList.CountryOf(customer) : rng.Pick(Marketing.Countries),
        Device = rng.Pick(Devices),
        Channel = rng.Pick(Channels),
        Order = order,
        Events = events,
    };
}
