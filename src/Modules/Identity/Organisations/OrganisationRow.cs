namespace Talentys.Identity.Organisations;

/// <summary>An organisation.</summary>
internal sealed class OrganisationRow
{
    public required string Name { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}
