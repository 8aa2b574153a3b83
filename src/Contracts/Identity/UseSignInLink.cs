namespace Talentys.Contracts;

/// <summary>Signs in with the token of a one-time link.</summary>
/// <param name="Token">The token, as it stands in the link after <c>#link=</c>.</param>
public sealed record UseSignInLink(string Token)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(UseSignInLink);
}
