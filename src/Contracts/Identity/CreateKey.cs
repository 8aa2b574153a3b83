namespace Talentys.Contracts;

/// <summary>Asks for a new API key.</summary>
/// <param name="Name">What it is for.</param>
/// <param name="Role">Its role, not above one's own; one's own when not given.</param>
/// <param name="ExpiresAt">When it ends; never when not given.</param>
public sealed record CreateKey(string Name, string? Role = null, DateTimeOffset? ExpiresAt = null);
