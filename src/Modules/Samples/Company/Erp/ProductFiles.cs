using System.Text;
using Talentys.Samples.Writing;

namespace Talentys.Samples.Company;

/// <summary>Writes <c>products_*.csv</c>, one file a category, and <c>prices.csv</c>: as an old ERP does.</summary>
internal static class ProductFiles
{
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    public static async Task WriteAsync(string folder, ProductList products, Timeline timeline, Tally tally)
    {
        foreach (var category in Category.All)
        {
            await using var file = Open(folder, $"products_{category.Code}.csv");
            file.Header("sku", "name", "category", "kind", "colour", "supplier_id", "cost", "list_price", "weight_kg", "launched_on");
            foreach (var product in products.All.Where(product => product.Category == category))
            {
                Product(file, product, timeline, tally);
            }
        }

        await using var prices = Open(folder, "prices.csv");
        prices.Header("sku", "valid_from", "list_price", "cost");
        foreach (var product in products.All)
        {
            foreach (var price in product.Prices)
            {
                prices.Add(product.Sku).Add(timeline.Date(price.FromDay)).AddCents(price.ListCents).AddCents(price.CostCents);
                prices.EndRow();
                tally.Row("erp.prices");
            }
        }
    }

    private static DelimitedWriter Open(string folder, string name) =>
        new(File.Create(Path.Combine(folder, name)), ';', Windows1252, ',');

    private static void Product(DelimitedWriter file, Product product, Timeline timeline, Tally tally)
    {
        var price = product.PriceOn(timeline.Days - 1);
        var trailing = product.Number % 40 == 17;
        var free = product.Number % 50 == 9;
        if (trailing)
        {
            tally.Fault("products: trailing spaces in name");
        }

        if (free)
        {
            tally.Fault("products: no cost");
        }

        // Kilograms with two decimals are written as cents are.
        file.Add(product.Sku).Add(trailing ? product.Name + "   " : product.Name).Add(product.Category.Name).Add(product.Kind)
            .Add(product.Colour).Add(Suppliers.Id(product.Supplier)).AddCents(free ? null : price.CostCents).AddCents(price.ListCents)
            .AddCents(product.Grams / 10).Add(timeline.Date(product.LaunchDay));
        file.EndRow();
        tally.Row("erp.products");
    }
}
