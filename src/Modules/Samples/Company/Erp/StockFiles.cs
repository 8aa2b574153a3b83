using Talentys.Samples.Randomness;
using Talentys.Samples.Writing;

namespace Talentys.Samples.Company;

/// <summary>Writes <c>stock/dt=YYYY-MM-DD/stock.parquet</c>: what lay in the stores and the warehouse on each of the last 26 Mondays.</summary>
internal static class StockFiles
{
    public const int Weeks = 26;

    private const string Columns =
        "{'sku': 'VARCHAR', 'store_id': 'VARCHAR', 'on_hand': 'INTEGER', 'reserved': 'INTEGER', 'reorder_point': 'INTEGER'}";

    public static async Task WriteAsync(string folder, ProductList products, Timeline timeline, Tally tally, CancellationToken cancellationToken)
    {
        var locations = Store.All.Select(store => store.Id).Append("WEB").ToList();
        var csv = Path.Combine(folder, "stock.csv.part");
        using var parquet = new ParquetWriter(folder);
        var lastWeek = (timeline.Days - 1) / 7;
        for (var week = lastWeek - Weeks + 1; week <= lastWeek; week++)
        {
            var into = Path.Combine(folder, "stock", $"dt={Text.Day(timeline.Date(week * 7))}");
            Directory.CreateDirectory(into);
            await using (var file = new DelimitedWriter(File.Create(csv)))
            {
                Week(file, products, locations, week, tally);
            }

            await parquet.WriteAsync(csv, Columns, Path.Combine(into, "stock.parquet"), cancellationToken);
        }

        File.Delete(csv);
    }

    private static void Week(DelimitedWriter file, ProductList products, List<string> locations, int week, Tally tally)
    {
        file.Header("sku", "store_id", "on_hand", "reserved", "reorder_point");
        foreach (var product in products.All.Where(product => product.LaunchDay <= week * 7))
        {
            var rng = new Rng("stock", week, product.Number);
            foreach (var location in locations)
            {
                var size = location == "WEB" ? 20 : 1;
                var reorder = 2 * size;
                var onHand = rng.Chance(0.04) ? 0 : rng.Between(0, 14 * size);
                file.Add(product.Sku).Add(location).Add(onHand).Add(onHand == 0 ? 0 : rng.Below(Math.Min(onHand, 3 * size) + 1)).Add(reorder);
                file.EndRow();
                tally.Row("erp.stock");
            }
        }
    }
}
