namespace Talentys.Storage;

/// <summary>Secrets of an organisation: stored encrypted, listed by name only.</summary>
public interface ISecrets
{
    /// <summary>Stores a secret, replacing one of that name.</summary>
    /// <exception cref="Kernel.FaultException"><c>secrets.name_invalid</c> or <c>secrets.value_invalid</c>.</exception>
    Task SetAsync(string organisation, string name, string value, CancellationToken cancellationToken);

    /// <summary>Names and when they were last set, ordered by name.</summary>
    Task<IReadOnlyList<SecretName>> ListAsync(string organisation, CancellationToken cancellationToken);

    /// <summary>Deletes a secret. False when there was none.</summary>
    Task<bool> DeleteAsync(string organisation, string name, CancellationToken cancellationToken);

    /// <summary>The value, or null when there is none.</summary>
    /// <exception cref="Kernel.FaultException"><c>secrets.unreadable</c>: the key ring is not the one that encrypted it.</exception>
    Task<string?> FindAsync(string organisation, string name, CancellationToken cancellationToken);
}

/// <summary>A secret in a list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ChangedAt">When it was last set.</param>
public sealed record SecretName(string Name, DateTimeOffset ChangedAt);
