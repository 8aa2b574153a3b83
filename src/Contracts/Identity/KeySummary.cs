namespace Talentys.Contracts;

/// <summary>An API key in a list.</summary>
/// <param name="Id">Identifies it.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Prefix">Its first letters.</param>
/// <param name="Role">Its role.</param>
/// <param name="Owner">Name of the user whose key it is; null for one made at the command line.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it ends; null for never.</param>
/// <param name="LastUsedAt">When it was last used, to the minute; null for never.</param>
public sealed record KeySummary(
    string Id,
    string Name,
    string Prefix,
    string Role,
    string? Owner,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt);
