using Talentys.Web;

namespace Talentys.Identity.Keys;

/// <summary>An API key as OAuth's client credentials: its name or id, and the key as the secret, which is then the token.</summary>
internal sealed class KeyCredentials(KeyStore keys) : IClientCredentials
{
    /// <inheritdoc/>
    public async Task<ClientToken?> CheckAsync(string id, string secret, CancellationToken cancellationToken) =>
        secret.StartsWith(KeyStore.Prefix, StringComparison.Ordinal)
        && await keys.FindAsync(secret, cancellationToken) is { } key
        && (key.Name == id || key.Id == id)
            ? new ClientToken(secret, key.ExpiresAt)
            : null;
}
