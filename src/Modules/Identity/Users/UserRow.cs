namespace Talentys.Identity.Users;

/// <summary>A person who signs in. Names are unique over all organisations, because a name is all that signing in asks for.</summary>
internal sealed class UserRow
{
    public required string Id { get; init; }

    public required string Organisation { get; init; }

    /// <summary>In lower case.</summary>
    public required string Name { get; init; }

    public required string Role { get; set; }

    public required string PasswordHash { get; set; }

    /// <summary>For SCRAM, encrypted; null for a one-time password, and until a password from before is used.</summary>
    public string? ScramVerifier { get; set; }

    public bool MustChangePassword { get; set; }

    /// <summary>Neither signing in nor a session or key of the user is taken.</summary>
    public bool Disabled { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When a session of the user began or was prolonged.</summary>
    public DateTimeOffset? LastSeenAt { get; set; }

    /// <summary>As JSON; null for the defaults.</summary>
    public string? Preferences { get; set; }
}
