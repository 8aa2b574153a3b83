namespace Talentys.Web;

/// <summary>
/// Checks the name and secret by which programs sign in that speak OAuth's client credentials. Who knows the keys implements it;
/// where nobody does, nobody signs in that way.
/// </summary>
public interface IClientCredentials
{
    /// <summary>The token to send as bearer from now on; null when the name and the secret are not those of a key.</summary>
    Task<ClientToken?> CheckAsync(string id, string secret, CancellationToken cancellationToken);
}

/// <summary>What a program sends as bearer.</summary>
/// <param name="Token">The token.</param>
/// <param name="ExpiresAt">When it ends; null when it does not.</param>
public sealed record ClientToken(string Token, DateTimeOffset? ExpiresAt)
{
    /// <inheritdoc/>
    public override string ToString() => $"ClientToken until {ExpiresAt}";
}
