using Talentys.Samples.Randomness;

namespace Talentys.Samples.Company;

/// <summary>Makes the orders of a day: first those of the stores, then those of the web shop.</summary>
internal sealed class OrderMaker(Plan plan, ProductList products)
{
    public const long FirstId = 100_001;

    private static readonly Weights LineCounts = new([28, 27, 20, 12, 8, 5]);
    private static readonly Weights Quantities = new([74, 16, 4, 4, 1, 1]);
    private static readonly Weights StoreWeights = new(Store.All.Select(store => store.Weight));
    private static readonly string[] WebPayments = ["card", "card", "card", "paypal", "transfer", "klarna"];
    private static readonly string[] StorePayments = ["card", "card", "card", "cash", "gift card"];

    public IEnumerable<Order> Day(int day)
    {
        var stores = plan.StoreOrders(day);
        var count = stores + plan.WebOrders(day);
        for (var i = 0; i < count; i++)
        {
            yield return Make(new Rng("order", day, i), day, FirstId + plan.OrdersBefore(day) + i, i >= stores);
        }
    }

    private Order Make(Rng rng, int day, long id, bool web)
    {
        var store = web ? null : Store.All[StoreWeights.Draw(rng)];
        var customer = web ? Customer(rng, day) : rng.Chance(0.45) ? CustomerNear(rng, day, store!.Country) : 0;
        var lines = Lines(rng, day);
        var total = lines.Sum(line => line.TotalCents);
        return new Order
        {
            Id = id,
            Day = day,
            // Stores are open from 10 to 19; the web shop sells from one in the morning, when sessions that began that day can end.
            Second = web ? rng.Between(3600, 86_000) : rng.Between(36_000, 68_400),
            Store = store,
            Customer = customer,
            Country = web ? CustomerList.CountryOf(customer) : store!.Country,
            Status = Status(rng, day, web),
            Payment = rng.Pick(web ? WebPayments : StorePayments),
            ShippingCents = web && total < 6000 ? 490 : 0,
            Coupon = web && rng.Chance(0.12) ? rng.Fill("LUMEN%#") : null,
            Note = OrderNotes.Draw(rng),
            Lines = lines,
        };
    }

    private string Status(Rng rng, int day, bool web)
    {
        var cancelled = rng.Chance(0.03);
        var age = plan.Timeline.Days - 1 - day;
        return !web ? "completed" : cancelled ? "cancelled" : age < 1 ? "processing" : age < 4 ? "shipped" : "completed";
    }

    private List<OrderLine> Lines(Rng rng, int day)
    {
        var lines = new List<OrderLine>();
        var count = LineCounts.Draw(rng) + 1;
        for (var number = 1; number <= count; number++)
        {
            var product = products.Draw(rng, day);
            var discount = rng.Chance(0.15) ? rng.Between(1, 6) * 5 : 0;
            lines.Add(new OrderLine(number, product, Quantities.Draw(rng) + 1, product.PriceOn(day).ListCents, discount));
        }

        return lines;
    }

    /// <summary>Half of the orders come from the fifth that is most loyal.</summary>
    private int Customer(Rng rng, int day)
    {
        var known = plan.CustomersBy(day);
        var number = 1 + rng.Below(known);
        return rng.Chance(0.4) ? number - (number % 5) + 1 is var loyal && loyal <= known ? loyal : number : number;
    }

    private int CustomerNear(Rng rng, int day, string country)
    {
        for (var tries = 0; tries < 10; tries++)
        {
            var customer = Customer(rng, day);
            if (CustomerList.CountryOf(customer) == country)
            {
                return customer;
            }
        }

        return 0;
    }
}
