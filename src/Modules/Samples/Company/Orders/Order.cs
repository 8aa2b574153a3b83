namespace Talentys.Samples.Company;

/// <summary>An order. Amounts in cents; the second is that of its day.</summary>
internal sealed record Order
{
    public required long Id { get; init; }

    public required int Day { get; init; }

    public required int Second { get; init; }

    /// <summary>Null: the web shop.</summary>
    public required Store? Store { get; init; }

    /// <summary>0: not known.</summary>
    public required int Customer { get; init; }

    public required string Country { get; init; }

    public required string Status { get; init; }

    public required string Payment { get; init; }

    public required int ShippingCents { get; init; }

    public required string? Coupon { get; init; }

    public required string? Note { get; init; }

    public required IReadOnlyList<OrderLine> Lines { get; init; }

    public bool OnWeb => Store is null;
}

/// <summary>A line of an order.</summary>
internal sealed record OrderLine(int Number, Product Product, int Quantity, int UnitCents, int DiscountPercent)
{
    public long TotalCents => (long)Quantity * UnitCents * (100 - DiscountPercent) / 100;
}
