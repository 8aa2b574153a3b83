namespace Talentys.Storage;

/// <summary>A secret, encrypted.</summary>
internal sealed class SecretRow
{
    public required string Organisation { get; init; }

    public required string Name { get; init; }

    public required string Cipher { get; set; }

    public DateTimeOffset ChangedAt { get; set; }
}
