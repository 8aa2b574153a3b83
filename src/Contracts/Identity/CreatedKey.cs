namespace Talentys.Contracts;

/// <summary>A new API key: the only time that it is shown.</summary>
/// <param name="Id">Identifies it.</param>
/// <param name="Key">The key, to be sent as <c>Authorization: Bearer</c>.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Role">Its role.</param>
/// <param name="ExpiresAt">When it ends; null for never.</param>
public sealed record CreatedKey(string Id, string Key, string Name, string Role, DateTimeOffset? ExpiresAt)
{
    /// <inheritdoc/>
    public override string ToString() => $"CreatedKey {Id}";
}
