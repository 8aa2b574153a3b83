namespace Talentys.Samples.Company;

/// <summary>A product and the history of its price. Amounts in cents; days count from the first day, negative before it.</summary>
internal sealed record Product
{
    public required int Number { get; init; }

    public required string Sku { get; init; }

    public required string Name { get; init; }

    public required Category Category { get; init; }

    public required string Kind { get; init; }

    public required string Colour { get; init; }

    public required int Supplier { get; init; }

    public required int Grams { get; init; }

    public required int LaunchDay { get; init; }

    public required IReadOnlyList<Price> Prices { get; init; }

    public Price PriceOn(int day)
    {
        var price = Prices[0];
        foreach (var next in Prices)
        {
            if (next.FromDay <= day)
            {
                price = next;
            }
        }

        return price;
    }
}

/// <summary>A price from a day on.</summary>
internal sealed record Price(int FromDay, int ListCents, int CostCents);
