using Talentys.Identity.Users;

namespace Talentys.Identity.Sessions;

/// <summary>A browser that is signed in, by the hash of its cookie.</summary>
internal sealed class SessionRow
{
    public required string Hash { get; init; }

    public required string UserId { get; init; }

    public UserRow? User { get; init; }

    /// <summary>Begun by a one-time link: whoever made it has the machine, so a one-time password does not bar the way.</summary>
    public bool ByLink { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; set; }
}
