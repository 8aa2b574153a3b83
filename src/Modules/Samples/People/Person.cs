namespace Talentys.Samples.People;

/// <summary>A made-up person.</summary>
internal sealed record Person
{
    public required string GivenName { get; init; }

    public required string FamilyName { get; init; }

    public required string Name { get; init; }

    /// <summary>Under a domain that RFC 2606 reserves, so that nobody gets mail.</summary>
    public required string Email { get; init; }

    public required string Phone { get; init; }

    public required string Street { get; init; }

    public required string City { get; init; }

    public required string PostalCode { get; init; }

    public required string Country { get; init; }

    public required DateOnly BirthDate { get; init; }
}
