namespace Talentys.Contracts;

/// <summary>Sets a secret.</summary>
/// <param name="Value">The value; never returned.</param>
public sealed record SetSecret(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(SetSecret);
}
