using System.Globalization;
using Talentys.Samples.Randomness;

namespace Talentys.Samples.Company;

/// <summary>Makes the catalogue of products and draws from it.</summary>
internal sealed class ProductList
{
    private static readonly string[] Lines =
        ["Aube", "Brume", "Céleste", "Dune", "Écume", "Flore", "Givre", "Hélio", "Iris", "Jonc", "Lune", "Mistral", "Nacre", "Opale", "Prairie", "Rosée", "Sève", "Tilleul", "Vague", "Zéphyr"];

    private static readonly string[] Finishes = ["laiton", "chêne", "lin lavé", "grès", "verre fumé", "osier", "marbre", "velours côtelé", "émail", "noyer"];

    private static readonly string[] Colours = ["écru", "terracotta", "bleu nuit", "vert sauge", "ocre", "noir", "blanc cassé", "gris perle"];

    private readonly Product[] products;

    public ProductList(int count) => products = [.. Enumerable.Range(0, count).Select(Make)];

    public IReadOnlyList<Product> All => products;

    /// <summary>One that is on sale; the first are the best sold.</summary>
    public Product Draw(Rng rng, int day)
    {
        for (var tries = 0; tries < 8; tries++)
        {
            var share = rng.Unit();
            var product = products[(int)(share * share * products.Length)];
            if (product.LaunchDay <= day)
            {
                return product;
            }
        }

        return products[0];
    }

    private static Product Make(int index)
    {
        var rng = new Rng("product", index);
        var category = Category.All[index % Category.All.Count];
        var kind = rng.Pick(category.Kinds);
        // A fifth comes into the range later.
        var launch = index % 5 == 4 ? rng.Between(30, 700) : -rng.Between(30, 1500);
        return new Product
        {
            Number = index + 1,
            Sku = string.Create(CultureInfo.InvariantCulture, $"ML-{category.Code}-{index + 1:0000}"),
            Name = $"{kind} {rng.Pick(Lines)} {rng.Pick(Finishes)}",
            Category = category,
            Kind = kind,
            Colour = rng.Pick(Colours),
            Supplier = rng.Below(Suppliers.Count),
            Grams = rng.Between(150, 24_000),
            LaunchDay = launch,
            Prices = Prices(rng, category, launch),
        };
    }

    private static List<Price> Prices(Rng rng, Category category, int launch)
    {
        // Cheap ones are more than dear ones.
        var place = rng.Unit() * rng.Unit();
        var list = category.FromCents + (int)((category.ToCents - category.FromCents) * place);
        var cost = list * rng.Between(36, 56) / 100;
        var prices = new List<Price> { new(launch, Rounded(list), cost) };
        var day = Math.Max(launch, 0);
        while (prices.Count < 4)
        {
            day += rng.Between(90, 400);
            if (day >= 104 * 7)
            {
                break;
            }

            list = list * (rng.Chance(0.75) ? rng.Between(102, 108) : rng.Between(88, 96)) / 100;
            cost = cost * rng.Between(99, 105) / 100;
            prices.Add(new Price(day, Rounded(list), cost));
        }

        return prices;
    }

    /// <summary>Prices end in ninety cents.</summary>
    private static int Rounded(int cents) => (cents / 100 * 100) + 90;
}
