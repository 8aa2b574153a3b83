using Talentys.Identity.Users;

namespace Talentys.Identity.Keys;

/// <summary>An API key, by its hash.</summary>
internal sealed class KeyRow
{
    public required string Id { get; init; }

    public required string Organisation { get; init; }

    /// <summary>Whose key it is; null for one that the local operator made, which acts as a service account.</summary>
    public string? UserId { get; init; }

    public UserRow? User { get; init; }

    public required string Name { get; init; }

    public required string Prefix { get; init; }

    public required string Hash { get; init; }

    /// <summary>For SCRAM; null until a key from before is used.</summary>
    public string? ScramVerifier { get; init; }

    public required string Role { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }
}
