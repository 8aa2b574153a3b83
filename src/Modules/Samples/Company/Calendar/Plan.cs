namespace Talentys.Samples.Company;

/// <summary>
/// How much of everything there is on each day at a scale. Customers, orders and sessions grow with the scale, products with
/// its square root; stores, suppliers and campaigns are always the same.
/// </summary>
internal sealed class Plan
{
    public const int OrdersAtScale1 = 77_000;
    public const int CustomersAtScale1 = 5_000;
    public const int BrowsingSessionsAtScale1 = 285_000;

    private readonly int[] storeOrders;
    private readonly int[] webOrders;
    private readonly int[] sessions;
    private readonly long[] ordersBefore;

    public Plan(Timeline timeline, double scale)
    {
        Timeline = timeline;
        Scale = scale;
        Customers = (int)Math.Round(CustomersAtScale1 * scale);
        Products = Math.Max(50, (int)Math.Round(500 * Math.Sqrt(scale)));

        double WebShare(int day) => 0.22 + (0.12 * day / Timeline.FullDays);
        var store = Weights(day => Season.Store(timeline.Date(day)) * Season.Growth(day) * (1 - WebShare(day)));
        var web = Weights(day => Season.Web(timeline.Date(day)) * Season.Growth(day) * WebShare(day));
        var visits = Weights(day => Season.Growth(day) * ((0.55 * Season.Web(timeline.Date(day))) + (0.45 * Marketing.Carried(timeline, day))));
        var orders = OrdersAtScale1 * scale / (store.Sum() + web.Sum());
        storeOrders = Spread(store, orders, 0);
        // At least one a day, so that yesterday is never empty.
        webOrders = Spread(web, orders, 1);
        sessions = Spread(visits, BrowsingSessionsAtScale1 * scale / visits.Sum(), 1);
        ordersBefore = new long[Timeline.FullDays + 1];
        for (var day = 0; day < Timeline.FullDays; day++)
        {
            ordersBefore[day + 1] = ordersBefore[day] + storeOrders[day] + webOrders[day];
        }
    }

    public Timeline Timeline { get; }

    public double Scale { get; }

    /// <summary>Customers by the end of the last week.</summary>
    public int Customers { get; }

    public int Products { get; }

    private int EarlyCustomers => Customers * 2 / 5;

    public int StoreOrders(int day) => storeOrders[day];

    public int WebOrders(int day) => webOrders[day];

    /// <summary>Sessions that end without an order.</summary>
    public int BrowsingSessions(int day) => sessions[day];

    public long OrdersBefore(int day) => ordersBefore[day];

    /// <summary>Customers signed up by the end of the day; their numbers run from 1.</summary>
    public int CustomersBy(int day)
    {
        var late = (long)(Customers - EarlyCustomers);
        return EarlyCustomers + (int)(((day + 1) * late + Timeline.FullDays - 1) / Timeline.FullDays);
    }

    /// <summary>Day of the sign-up of a customer, or null when it was before the first day.</summary>
    public int? SignUpDay(int customer) => customer <= EarlyCustomers
        ? null
        : (int)((customer - EarlyCustomers - 1L) * Timeline.FullDays / (Customers - EarlyCustomers));

    private static double[] Weights(Func<int, double> weight) => [.. Enumerable.Range(0, Timeline.FullDays).Select(weight)];

    private static int[] Spread(double[] weights, double factor, int least)
    {
        var counts = new int[weights.Length];
        var sum = 0.0;
        for (var day = 0; day < weights.Length; day++)
        {
            var before = (long)(sum * factor);
            sum += weights[day];
            counts[day] = Math.Max(least, (int)((long)(sum * factor) - before));
        }

        return counts;
    }
}
