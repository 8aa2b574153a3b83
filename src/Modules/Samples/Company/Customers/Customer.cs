using System.Globalization;
using Talentys.Samples.People;

namespace Talentys.Samples.Company;

/// <summary>A row of <c>customers.csv</c>, dirt included.</summary>
internal sealed record Customer
{
    public required int Number { get; init; }

    public required string Locale { get; init; }

    public required Person Person { get; init; }

    public required string Email { get; init; }

    public required string Country { get; init; }

    public required string City { get; init; }

    public required string? Phone { get; init; }

    public required string? PostalCode { get; init; }

    public required DateOnly? BirthDate { get; init; }

    public required string SignUp { get; init; }

    public required bool OptIn { get; init; }

    public required string? Tier { get; init; }

    public string Id => IdOf(Number);

    public static string IdOf(int number) => string.Create(CultureInfo.InvariantCulture, $"C{number:0000000}");
}
