using Talentys.Samples.Randomness;
using Talentys.Samples.Writing;

namespace Talentys.Samples.Company;

/// <summary>Writes <c>orders.csv</c>, <c>order_lines.csv</c> and <c>returns.csv</c> as the days go by.</summary>
internal sealed class OrderFiles : IAsyncDisposable
{
    private static readonly string[] Reasons = ["changed mind", "damaged in transport", "colour differs", "too large", "defective", "late delivery"];

    private readonly Plan plan;
    private readonly Tally tally;
    private readonly DelimitedWriter orders;
    private readonly DelimitedWriter lines;
    private readonly DelimitedWriter returns;
    private long written;
    private long returned;

    public OrderFiles(string folder, Plan plan, Tally tally)
    {
        this.plan = plan;
        this.tally = tally;
        orders = new DelimitedWriter(File.Create(Path.Combine(folder, "orders.csv")));
        lines = new DelimitedWriter(File.Create(Path.Combine(folder, "order_lines.csv")));
        returns = new DelimitedWriter(File.Create(Path.Combine(folder, "returns.csv")));
        orders.Header("order_id", "ordered_at", "channel", "store_id", "customer_id", "country", "status", "payment_method",
            "shipping_fee", "coupon", "note");
        lines.Header("order_id", "line_no", "sku", "quantity", "unit_price", "discount_pct", "line_total");
        returns.Header("return_id", "order_id", "line_no", "sku", "returned_on", "quantity", "reason", "refund");
    }

    public void Write(Order order)
    {
        orders.Add(order.Id).Add(Text.Time(plan.Timeline.Date(order.Day), order.Second)).Add(order.OnWeb ? "web" : "store")
            .Add(order.Store?.Id).Add(order.Customer == 0 ? null : Customer.IdOf(order.Customer)).Add(order.Country).Add(order.Status)
            .Add(order.Payment).AddCents(order.ShippingCents).Add(order.Coupon).Add(order.Note);
        orders.EndRow();
        tally.Row("shop.orders");
        if (order.Note is not null)
        {
            tally.Fault("orders: free text with commas, quotes or line feeds");
        }

        foreach (var line in order.Lines)
        {
            Line(order.Id, line);
            Return(order, line);
        }

        Plant(order);
        written++;
    }

    public async ValueTask DisposeAsync()
    {
        await orders.DisposeAsync();
        await lines.DisposeAsync();
        await returns.DisposeAsync();
    }

    private void Line(long order, OrderLine line)
    {
        lines.Add(order).Add(line.Number).Add(line.Product.Sku).Add(line.Quantity).AddCents(line.UnitCents).Add(line.DiscountPercent)
            .AddCents(line.TotalCents);
        lines.EndRow();
        tally.Row("shop.order_lines");
    }

    /// <summary>Three rows end one column early; about one order in 4,000 leaves a line of an order that does not exist.</summary>
    private void Plant(Order order)
    {
        var line = order.Lines[0];
        if (written is 100 or 300 or 500)
        {
            lines.Add(order.Id).Add(99).Add(line.Product.Sku).Add(line.Quantity).AddCents(line.UnitCents).Add(line.DiscountPercent);
            lines.EndRow();
            tally.Fault("order_lines: row with a missing column");
        }

        if (written % 4000 == 250)
        {
            Line(900_000_000 + order.Id, line);
            tally.Fault("order_lines: order that does not exist");
        }
    }

    private void Return(Order order, OrderLine line)
    {
        var rng = new Rng("return", order.Id, line.Number);
        var chance = line.Product.Category.ReturnPercent / 100 * (order.OnWeb ? 1.6 : 1);
        var day = order.Day + rng.Between(3, 30);
        if (order.Status == "cancelled" || !rng.Chance(chance) || day >= plan.Timeline.Days)
        {
            return;
        }

        var quantity = rng.Between(1, line.Quantity);
        returned++;
        returns.Add(returned).Add(order.Id).Add(line.Number).Add(line.Product.Sku).Add(plan.Timeline.Date(day)).Add(quantity)
            .Add(rng.Chance(0.08) ? null : rng.Pick(Reasons)).AddCents(line.TotalCents * quantity / line.Quantity);
        returns.EndRow();
        tally.Row("shop.returns");
    }
}
