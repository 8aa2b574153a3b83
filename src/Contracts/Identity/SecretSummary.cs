namespace Talentys.Contracts;

/// <summary>A secret in a list.</summary>
/// <param name="Name">Its name, as in <c>${secret:NAME}</c>.</param>
/// <param name="ChangedAt">When it was last set.</param>
public sealed record SecretSummary(string Name, DateTimeOffset ChangedAt);
