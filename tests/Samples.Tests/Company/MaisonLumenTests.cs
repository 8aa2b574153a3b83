using System.Globalization;
using System.Text.RegularExpressions;

namespace Talentys.Samples.Tests;

public class MaisonLumenTests(SampleFixture sample) : IClassFixture<SampleFixture>
{
    private List<string[]> Lines => [.. sample.Rows("shop/order_lines.csv").Where(row => row.Length == 7)];

    /// <summary>Rows of orders.csv, whose notes may hold line feeds: those that begin as an order does.</summary>
    private List<string[]> Orders =>
        [.. sample.Rows("shop/orders.csv").Where(row => row.Length > 8 && Regex.IsMatch(row[0], "^1[0-9]{5,}$"))];

    [Fact]
    public void The_data_ends_yesterday_in_orders_events_and_spend()
    {
        var yesterday = SampleFixture.Today.AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        Assert.Equal(yesterday, Orders.Max(row => row[1][..10]));
        Assert.Equal(yesterday, sample.Events().Max(e => e.GetProperty("at").GetString()![..10]));
        Assert.Equal(DayOfWeek.Monday, sample.Summary.FirstDay.DayOfWeek);
    }

    [Fact]
    public void The_summary_counts_what_the_files_hold()
    {
        Assert.Equal(Orders.Count, sample.Summary.Rows["shop.orders"]);
        Assert.Equal(Lines.Count, sample.Summary.Rows["shop.order_lines"]);
        Assert.Equal(sample.Rows("shop/customers.csv").Count(), sample.Summary.Rows["shop.customers"]);
        Assert.Equal(sample.Events().Count(), sample.Summary.Rows["web.events"]);
        Assert.Equal(24, sample.Summary.Rows["stores.stores"]);
        Assert.Equal(3, sample.Rows("shop/order_lines.csv").Count(row => row.Length == 6));
        Assert.Equal(3, sample.Summary.Dirt["order_lines: row with a missing column"]);
    }

    [Fact]
    public void Sizes_are_those_of_the_scale()
    {
        Assert.InRange(sample.Summary.Rows["web.events"], 48_000, 54_000);
        Assert.InRange(sample.Summary.Rows["shop.order_lines"], 9_500, 10_700);
        Assert.InRange(sample.Summary.Rows["shop.orders"], 3_700, 4_100);
        Assert.InRange(sample.Summary.Rows["shop.customers"], 248, 250);
    }

    [Fact]
    public void Lines_returns_and_orders_refer_to_what_exists_but_for_the_planted_orphans()
    {
        var orders = Orders.Select(row => row[0]).ToHashSet();
        var customers = sample.Rows("shop/customers.csv").Select(row => row[0]).ToHashSet();
        var skus = Directory.EnumerateFiles(Path.Combine(sample.Folder, "drop/erp"), "products_*.csv")
            .SelectMany(File.ReadLines).Select(line => line.Split(';')[0]).ToHashSet();

        Assert.Equal(sample.Summary.Dirt["order_lines: order that does not exist"], Lines.Count(row => !orders.Contains(row[0])));
        Assert.All(Lines, row => Assert.Contains(row[2], skus));
        Assert.All(Orders, row => Assert.True(row[4].Length == 0 || customers.Contains(row[4]), row[4]));
        Assert.All(sample.Rows("shop/returns.csv"), row => Assert.Contains(row[1], orders));
    }

    [Fact]
    public void Every_web_order_has_one_purchase_event_and_no_other_has()
    {
        var bought = sample.Events().Where(e => e.GetProperty("type").GetString() == "purchase")
            .Select(e => e.GetProperty("order_id").GetRawText()).Order().ToList();

        Assert.Equal(Orders.Where(row => row[2] == "web").Select(row => row[0]).Order(), bought);
    }

    [Fact]
    public void A_session_goes_through_the_funnel_in_order_within_one_day()
    {
        foreach (var session in sample.Events().GroupBy(e => e.GetProperty("session_id").GetString()))
        {
            var events = session.ToList();
            var times = events.Select(e => e.GetProperty("at").GetDateTime()).ToList();
            var types = events.Select(e => e.GetProperty("type").GetString()!).ToList();

            Assert.Equal(times.Order(), times);
            Assert.Equal(times[0].Date, times[^1].Date);
            Assert.Equal("view", types[0]);
            Assert.True(!types.Contains("purchase") || (types[^1] == "purchase" && types[^2] == "checkout"));
            Assert.True(!types.Contains("checkout") || types.Contains("add_to_cart"));
        }
    }

    [Fact]
    public void The_first_customers_have_all_eighteen_locales() =>
        Assert.Equal(18, File.ReadLines(Path.Combine(sample.Folder, "drop/shop/customers.csv")).Skip(1).Take(18)
            .Select(line => Regex.Match(line, ",(..),(?:[+0-9(]|,)").Groups[1].Value).Distinct().Count());

    [Fact]
    public void Stores_sell_most_on_Saturday()
    {
        var days = Orders.Where(row => row[2] == "store").GroupBy(row => DateOnly.Parse(row[1][..10], CultureInfo.InvariantCulture).DayOfWeek).ToDictionary(g => g.Key, g => g.Count());

        Assert.Equal(DayOfWeek.Saturday, days.MaxBy(day => day.Value).Key);
    }

    [Fact]
    public void Stock_lies_in_26_weekly_partitions_of_Parquet()
    {
        var files = Directory.GetFiles(Path.Combine(sample.Folder, "drop/erp/stock"), "*.parquet", SearchOption.AllDirectories);

        Assert.Equal(26, files.Length);
        Assert.All(files, file => Assert.Equal("PAR1"u8.ToArray(), File.ReadAllBytes(file)[..4]));
        Assert.False(File.Exists(Path.Combine(sample.Folder, "drop/erp/stock.csv.part")));
    }

    [Fact]
    public void The_readme_tells_each_planted_fault_with_its_count()
    {
        var readme = File.ReadAllText(Path.Combine(sample.Folder, "README.md"));

        Assert.All(sample.Summary.Dirt, dirt => Assert.Contains($"| {dirt.Key} | {dirt.Value:N0} |", readme, StringComparison.Ordinal));
        Assert.DoesNotContain("{", readme, StringComparison.Ordinal);
        Assert.True(sample.Summary.Dirt.Count >= 10);
    }
}
