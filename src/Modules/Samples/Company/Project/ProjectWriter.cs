using Talentys.Kernel;
using Talentys.Samples.Public;

namespace Talentys.Samples.Company;

/// <summary>Writes the project: the data first, into a folder of its own until it is complete, then the files that declare it.</summary>
internal sealed class ProjectWriter(string folder, SampleOptions options, IProgress<SampleProgress>? progress)
{
    private readonly Plan plan = new(new Timeline(options.Today), options.Scale);
    private readonly Tally tally = new();

    public static IReadOnlyList<Fault> Check(string folder, SampleOptions options)
    {
        var faults = new List<Fault>();
        if (!(options.Scale >= MaisonLumen.SmallestScale && options.Scale <= MaisonLumen.LargestScale))
        {
            faults.Add(Fault.Invalid(
                "samples.scale_out_of_range",
                FormattableString.Invariant($"A scale of {options.Scale} is out of range."),
                mend: FormattableString.Invariant($"Use {MaisonLumen.SmallestScale} to {MaisonLumen.LargestScale}; 1 is about 1,000,000 web events.")));
        }

        if (options.Today.Year is < 1970 or > 2200)
        {
            faults.Add(Fault.Invalid(
                "samples.today_out_of_range",
                $"The sample cannot end before {Writing.Text.Day(options.Today)}.",
                mend: "Use a day from 1970 to 2200."));
        }

        if (ProjectFolder.Taken(folder, options.Replace) is { } taken)
        {
            faults.Add(taken);
        }

        return faults;
    }

    public async Task<SampleSummary> WriteAsync(CancellationToken cancellationToken)
    {
        var part = Path.Combine(folder, "drop.part");
        ProjectFolder.Clear(folder);
        foreach (var source in (string[])["shop", "erp", "web", "marketing", "stores"])
        {
            Directory.CreateDirectory(Path.Combine(part, source));
        }

        // Off the caller's thread: from here on it is computing, not waiting.
        await Task.Run(() => DataAsync(part, cancellationToken), cancellationToken);
        Directory.Move(part, Path.Combine(folder, "drop"));

        var timeline = plan.Timeline;
        var summary = new SampleSummary(timeline.Start, timeline.LastDay, tally.Rows, tally.Dirt);
        await ProjectFiles.WriteAsync(folder, options, summary, cancellationToken);
        progress?.Report(new SampleProgress("done", 1));
        return summary;
    }

    private async Task DataAsync(string part, CancellationToken cancellationToken)
    {
        var timeline = plan.Timeline;
        var erp = Path.Combine(part, "erp");
        var products = new ProductList(plan.Products);
        Report("stores, suppliers and products", 0);
        await StoreFile.WriteAsync(Path.Combine(part, "stores"), timeline, tally);
        await Suppliers.WriteAsync(erp, timeline.Start, tally, cancellationToken);
        await ProductFiles.WriteAsync(erp, products, timeline, tally);
        Report("stock", 0.02);
        await StockFiles.WriteAsync(erp, products, timeline, tally, cancellationToken);
        Report("customers", 0.12);
        await CustomerFile.WriteAsync(Path.Combine(part, "shop"), plan, tally, cancellationToken);
        Report("marketing", 0.14);
        await SpendFiles.WriteAsync(Path.Combine(part, "marketing"), plan, tally);
        await CampaignFile.WriteAsync(Path.Combine(part, "marketing"), timeline, tally, cancellationToken);
        await SalesAsync(part, products, cancellationToken);
    }

    /// <summary>Day by day, so that memory holds one day at any scale.</summary>
    private async Task SalesAsync(string part, ProductList products, CancellationToken cancellationToken)
    {
        var orders = new OrderMaker(plan, products);
        var sessions = new SessionMaker(plan, products);
        await using var shop = new OrderFiles(Path.Combine(part, "shop"), plan, tally);
        await using var web = new EventFiles(Path.Combine(part, "web"), plan, tally);
        for (var day = 0; day < plan.Timeline.Days; day++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Report("orders and web events", 0.15 + (0.85 * day / plan.Timeline.Days));
            await web.TurnToAsync(day);
            var bought = 0;
            foreach (var order in orders.Day(day))
            {
                shop.Write(order);
                if (order.OnWeb)
                {
                    web.Write(sessions.Buying(order, bought++), day);
                }
            }

            for (var index = 0; index < plan.BrowsingSessions(day); index++)
            {
                web.Write(sessions.Browsing(day, index), day);
            }
        }
    }

    private void Report(string step, double fraction) => progress?.Report(new SampleProgress(step, fraction));
}
